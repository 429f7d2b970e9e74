package dev.langchain4j.model.openrouter.support;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** Records the callbacks of a stream, in order; a test can wait for one, or act during one. */
public final class HandlerRecorder implements StreamingChatResponseHandler {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<ChatResponse> answers = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable StreamingHandle handle;

    /** Looks often, so that a test takes no longer than what it waits for. */
    public static ConditionFactory patiently() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE);
    }

    /** Runs {@code action} inside every callback of this name, after it has been recorded. */
    public HandlerRecorder in(String callback, Runnable action) {
        hooks.put(callback, action);
        return this;
    }

    /** Every callback with what it brought, for example {@code "text Hel"}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public List<ChatResponse> answers() {
        return List.copyOf(answers);
    }

    public List<Throwable> errors() {
        return List.copyOf(errors);
    }

    public List<Thread> threads() {
        return threads.stream().distinct().toList();
    }

    public void cancel() {
        StreamingHandle given = handle;
        if (given == null) {
            throw new AssertionError("No callback has brought a handle yet, only " + calls);
        }
        given.cancel();
        cancelled.countDown();
    }

    /** A callback is recorded before it cancels; a test that then closes the client waits for this. */
    public void awaitCancel() {
        await(cancelled, "been cancelled");
    }

    public HandlerRecorder awaitEnd() {
        await(ended, "ended");
        return this;
    }

    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    public ChatResponse awaitAnswer() {
        patiently().until(() -> calls.stream().anyMatch(call -> call.startsWith("answer ")));
        return answers.get(0);
    }

    /** The answer; what went to {@code onError} is thrown. */
    public ChatResponse response() {
        awaitEnd();
        if (errors.isEmpty()) {
            return answers.get(0);
        }
        throw (RuntimeException) errors.get(0);
    }

    public Throwable awaitError() {
        awaitEnd();
        if (errors.isEmpty()) {
            throw new AssertionError("Expected an error, but was called: " + calls);
        }
        return errors.get(0);
    }

    public void awaitCall(String call) {
        patiently().until(() -> calls.contains(call));
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        handle = context.streamingHandle();
        record("text", partial.text());
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        handle = context.streamingHandle();
        record("thinking", partial.text());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        handle = context.streamingHandle();
        record("piece", partial.index() + " " + partial.id() + " " + partial.name() + " " + partial.partialArguments());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall complete) {
        var request = complete.toolExecutionRequest();
        record("call", complete.index() + " " + request.id() + " " + request.name() + " " + request.arguments());
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        record("raw", event.toString());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        answers.add(response);
        record("answer", String.valueOf(response.aiMessage().text()));
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
        record("error", error.getClass().getSimpleName());
    }

    private void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "The stream has not " + what + " within " + PATIENCE + ", only called: " + calls);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while a stream had not " + what, e);
        }
    }

    private void record(String callback, String what) {
        threads.add(Thread.currentThread());
        calls.add(callback + " " + what);
        if (callback.equals("answer") || callback.equals("error")) {
            ended.countDown();
        }
        Runnable hook = hooks.get(callback);
        if (hook != null) {
            hook.run();
        }
    }
}
