package dev.langchain4j.model.openrouter.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.chat.TextTemplate;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorStatus;
import dev.langchain4j.model.openrouter.internal.http.AnswerReader;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.internal.http.StreamCall;
import dev.langchain4j.model.openrouter.internal.http.StreamListener;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of a stream's events and one answer of its chunks, and finds the failure that a stream can hide: an error
 * in a chunk, an end without a finish, a chunk that is no JSON.
 */
final class ChatEvents implements StreamListener, Supplier<String> {

    private final ChatListener listener;
    private final AnswerReader<ChatAnswer> plainReader;
    private final Failures failures;
    private final @Nullable StringBuilder events;

    private final ChatCompletionReader chunks = new ChatCompletionReader();
    private final ChunkMerger merged = new ChunkMerger();
    private final TextTemplate template = new TextTemplate();
    private @Nullable HttpHead head;

    // The event at hand.
    private byte[] buffer = {};
    private int from;
    private int to;

    /** @param plainReader for the server that answers a stream's request with a plain answer */
    ChatEvents(ChatListener listener, AnswerReader<ChatAnswer> plainReader, Failures failures, boolean keepEvents) {
        this.listener = listener;
        this.plainReader = plainReader;
        this.failures = failures;
        this.events = keepEvents ? new StringBuilder() : null;
    }

    @Override
    public void onAttempt() {
        head = null;
    }

    @Override
    public void onOpen(HttpHead head, StreamCall call) {
        this.head = head;
        listener.onStart(call);
    }

    @Override
    public boolean onEvent(byte[] buffer, int from, int to) {
        if (isDone(buffer, from, to)) {
            complete(true);
            return false;
        }
        this.buffer = buffer;
        this.from = from;
        this.to = to;
        if (events != null) {
            events.append(get()).append('\n');
        }
        String text = template.textOf(buffer, from, to);
        if (text != null) {
            merged.acceptText(text);
        } else {
            ChatCompletion chunk = parse();
            merged.accept(chunk);
            throwIf(merged.reportedError());
            template.learn(chunk, buffer, from, to);
        }
        listener.onChunk(merged, this);
        return true;
    }

    /** The event at hand, as text. */
    @Override
    public String get() {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void onEnd() {
        complete(false);
    }

    @Override
    public void onAnswer(HttpAnswer answer, CancelHandle call) {
        ChatAnswer plain = plainReader.read(answer);
        listener.onStart(call);
        merged.accept(plain.completion());
        listener.onChunk(merged, answer::text);
        listener.onAnswer(plain);
    }

    @Override
    public void onFailure(Throwable failure) {
        if (!(failure instanceof TransportException transport)) {
            listener.onFailure(failure);
        } else if (transport.kind() == TransportException.Kind.CANCELLED) {
            ChatCompletion partial = merged.toCompletion();
            listener.onCancel(partial, head == null ? null : Failures.generationId(head, partial));
        } else {
            listener.onFailure(head == null ? transport : broken(transport));
        }
    }

    private void complete(boolean done) {
        ChatCompletion completion = merged.toCompletion();
        if (!done && !merged.finished()) {
            throw broken(new TransportException(
                    TransportException.Kind.LOST_IN_ANSWER,
                    "The stream ended before the answer did: it brought neither a finish reason nor [DONE]",
                    null));
        }
        throwIf(completion.failure());
        listener.onAnswer(
                new ChatAnswer(completion, ResponseHead.of(head()), events == null ? null : events::toString));
    }

    private ChatCompletion parse() {
        try (JsonParser json = Json.parser(buffer, from, to)) {
            return chunks.read(json);
        } catch (IOException e) {
            ApiError error = new ApiError(
                    ErrorStatus.UNEXPLAINED,
                    null,
                    null,
                    "an event of the stream is no JSON (" + (to - from) + " bytes)",
                    null,
                    null,
                    null,
                    Map.of());
            throw failures.of(error, head(), merged.toCompletion());
        }
    }

    private void throwIf(Optional<ApiError> failure) {
        if (failure.isPresent()) {
            throw failures.of(failure.get(), head(), merged.toCompletion());
        }
    }

    private ApiException broken(TransportException transport) {
        ChatCompletion partial = merged.toCompletion();
        return ApiException.broken(transport, Failures.generationId(head(), partial), partial);
    }

    private HttpHead head() {
        if (head == null) {
            throw new IllegalStateException("an event before the response's head");
        }
        return head;
    }

    private static boolean isDone(byte[] buffer, int from, int to) {
        return to > from
                && buffer[from] == '['
                && new String(buffer, from, to - from, StandardCharsets.UTF_8)
                        .strip()
                        .equals("[DONE]");
    }
}
