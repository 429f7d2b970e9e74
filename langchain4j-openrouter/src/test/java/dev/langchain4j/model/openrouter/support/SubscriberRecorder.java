package dev.langchain4j.model.openrouter.support;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Records the signals of a publisher, in order; it requests only what a test requests. */
public final class SubscriberRecorder implements Flow.Subscriber<ChatModelStreamingEvent> {

    private final List<ChatModelStreamingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile int completions;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile Runnable onEvent = () -> {};

    /** Subscribes a new recorder. */
    public static SubscriberRecorder of(Flow.Publisher<ChatModelStreamingEvent> publisher) {
        var recorder = new SubscriberRecorder();
        publisher.subscribe(recorder);
        return recorder;
    }

    /** Runs inside every {@code onNext}, after it has been recorded. */
    public SubscriberRecorder inEvents(Runnable action) {
        onEvent = action;
        return this;
    }

    public SubscriberRecorder request(long n) {
        subscription.request(n);
        return this;
    }

    public void cancel() {
        subscription.cancel();
    }

    public List<ChatModelStreamingEvent> events() {
        return List.copyOf(events);
    }

    public List<String> texts() {
        return events.stream()
                .filter(PartialResponse.class::isInstance)
                .map(event -> ((PartialResponse) event).text())
                .toList();
    }

    public List<Throwable> errors() {
        return List.copyOf(errors);
    }

    public int completions() {
        return completions;
    }

    public List<Thread> threads() {
        return List.copyOf(threads);
    }

    public boolean hasEnded() {
        return completions > 0 || !errors.isEmpty();
    }

    public SubscriberRecorder awaitEvents(int count) {
        patiently().until(() -> events.size() >= count || hasEnded());
        return this;
    }

    public Throwable awaitError() {
        patiently().until(this::hasEnded);
        if (errors.isEmpty()) {
            throw new AssertionError("Expected an error, but got " + events);
        }
        return errors.get(0);
    }

    /** The response that came last, once the publisher has completed. */
    public ChatResponse awaitAnswer() {
        patiently().until(this::hasEnded);
        if (!errors.isEmpty()) {
            throw new AssertionError("Failed", errors.get(0));
        }
        return ((CompleteResponse) events.get(events.size() - 1)).chatResponse();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void onNext(ChatModelStreamingEvent event) {
        threads.add(Thread.currentThread());
        events.add(event);
        onEvent.run();
    }

    @Override
    public void onError(Throwable failure) {
        errors.add(failure);
    }

    @Override
    public void onComplete() {
        completions++;
    }
}
