package dev.langchain4j.model.openrouter.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.chat.TextTemplate;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.AnswerReader;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.internal.http.StreamCall;
import dev.langchain4j.model.openrouter.internal.http.StreamListener;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks from a stream's events and merges them into one answer. Detects the failures that a stream can hide: an
 * error in a chunk, an end without a finish reason, an event that is not JSON or no chunk.
 */
final class ChatEvents implements StreamListener, Supplier<String> {

    /** What can follow a whole answer instead of {@code [DONE]}. */
    private static final Set<Kind> ENDS = Set.of(Kind.LOST_IN_ANSWER, Kind.TIMEOUT);

    private final ChatListener listener;
    private final AnswerReader<ChatAnswer> plainReader;
    private final Failures failures;
    private final @Nullable StringBuilder events;
    private final CallMeter meter;

    private final ChatCompletionReader chunks = new ChatCompletionReader();
    private final ChunkMerger merged;
    private final TextTemplate template = new TextTemplate();
    private @Nullable HttpHead head;

    /** Null until the response begins, and for one that is not a stream. */
    private @Nullable StreamCall call;

    /** Tells whether the user has cancelled; null before the response. */
    private @Nullable CancelHandle handle;

    private @Nullable Usage usage; // as the last chunk with one has told it

    /** The request asks for a routing report, which can follow the cost of an error. */
    private boolean awaitsRouting;

    /** Null until the stream reports an error. */
    private @Nullable ChatEventsAfterError afterError;

    /** An event was neither a chunk nor a known form of an error. */
    private boolean unexplained;

    // The current event.
    private byte[] buffer = {};
    private int from;
    private int to;

    /**
     * @param tools the names of the tools that the model may call
     * @param plainReader for a server that answers a stream's request with a plain answer
     * @param meter ends with the stream, before the listener is called
     */
    ChatEvents(
            ChatListener listener,
            List<String> tools,
            AnswerReader<ChatAnswer> plainReader,
            Failures failures,
            boolean keepEvents,
            CallMeter meter) {
        this.listener = listener;
        this.merged = new ChunkMerger(tools);
        this.plainReader = plainReader;
        this.failures = failures;
        this.events = keepEvents ? new StringBuilder() : null;
        this.meter = meter;
    }

    /** Returns the headers of an attempt, and notes whether they ask for a routing report. */
    Map<String, String> noteRouting(Map<String, String> headers) {
        awaitsRouting = "enabled".equalsIgnoreCase(headers.get(RequestHeaders.ROUTING));
        return headers;
    }

    @Override
    public void onAttempt() {
        head = null;
    }

    @Override
    public void onOpen(HttpHead head, StreamCall call) {
        this.head = head;
        this.call = call;
        this.handle = call;
        listener.onStart(call);
    }

    @Override
    public boolean onEvent(byte[] buffer, int from, int to) {
        if (isDone(buffer, from, to)) {
            complete();
            return false;
        }
        this.buffer = buffer;
        this.from = from;
        this.to = to;
        if (events != null) {
            events.append(get()).append('\n');
        }
        if (afterError != null) {
            afterError.accept(parsedOrNothing());
            return awaitsMore(afterError);
        }
        String text = template.textOf(buffer, from, to);
        if (text != null) {
            merged.acceptText(text);
        } else {
            ChatCompletion chunk = parse();
            merged.accept(chunk);
            if (merged.reportedError().isPresent()) {
                afterError = new ChatEventsAfterError(merged, chunk, awaitsRouting);
                return awaitsMore(afterError);
            }
            learn(chunk);
        }
        handOn(this);
        return true;
    }

    /** Learns the form of a chunk for the chunks after it, and whether it counts as silence. */
    private void learn(ChatCompletion chunk) {
        template.learn(chunk, buffer, from, to);
        if (chunk.addsNothingTo(usage)) {
            call().countAsSilence();
            unexplained |= !chunks.wasPartOfAnswer();
        }
        usage = chunk.usage() == null ? usage : chunk.usage();
    }

    /** @param event as text, which is made only if somebody asks for it */
    private void handOn(Supplier<String> event) {
        if (meter.awaitsFirstToken() && hasOutput()) {
            meter.firstToken();
        }
        listener.onChunk(merged, event);
    }

    private boolean hasOutput() {
        return !merged.newText().isEmpty()
                || !merged.newReasoning().isEmpty()
                || !merged.toolCalls().isEmpty();
    }

    /** Ignores a cut event after the finish reason: it is no part of the answer. */
    @Override
    public boolean onRest(byte[] buffer, int from, int to) {
        if (merged.finished() && !isDone(buffer, from, to) && !JsonText.isOneObject(text(buffer, from, to))) {
            return true;
        }
        return onEvent(buffer, from, to);
    }

    /** After an error the stream is read on in any case, because its cost may follow. */
    @Override
    public boolean mayReadOn() {
        return listener.mayReadOn() || afterError != null;
    }

    /** Reads an event after an error, which may be anything. */
    private ChatCompletion parsedOrNothing() {
        try {
            return parse();
        } catch (ApiException noJson) {
            return ChatCompletion.NOTHING;
        }
    }

    /** @throws ApiException the error, if it need not wait any longer */
    private boolean awaitsMore(ChatEventsAfterError afterError) {
        if (afterError.isOver()) {
            throwIf(merged.reportedError());
        }
        call().failed();
        return true;
    }

    /** The current event, as text. This class is its supplier, so that a chunk needs no object for it. */
    @Override
    public String get() {
        return text(buffer, from, to);
    }

    private static String text(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void onEnd() {
        throwIf(merged.reportedError());
        if (!merged.finished()) {
            String encoding = ForeignAnswers.unreadableEncoding(head());
            String what = encoding == null
                    ? "ended before the answer did: it brought neither a finish reason nor [DONE]"
                    : "is encoded as " + encoding + ", which was not asked for";
            throw broken(new TransportException(Kind.LOST_IN_ANSWER, "The stream " + what, null));
        }
        complete();
    }

    @Override
    public void onAnswer(HttpAnswer answer, CancelHandle call) {
        ChatAnswer plain = plainReader.read(answer);
        handle = call;
        listener.onStart(call);
        merged.accept(plain.completion());
        handOn(answer::text);
        answered(plain);
    }

    private void answered(ChatAnswer answer) {
        meter.answered(CallReceipt.of(answer));
        listener.onAnswer(answer);
    }

    @Override
    public void onFailure(Throwable failure) {
        try {
            endBy(failure);
        } finally {
            meter.failed(failure); // no effect if the meter has ended already
        }
    }

    private void endBy(Throwable failure) {
        if (isCancelled(failure)) {
            cancelled();
        } else if (endedAfterFinish(failure)) {
            completeOrTellWhyNot();
        } else {
            tell(explained(failure));
        }
    }

    private void cancelled() {
        ChatCompletion partial = merged.toCompletion();
        String generationId = head == null ? null : Failures.generationId(head, partial.id());
        meter.cancelled(CallReceipt.ofPart(partial, generationId, merged.finished()));
        listener.onCancel(partial, generationId);
    }

    private void completeOrTellWhyNot() {
        try {
            complete();
        } catch (Throwable noAnswer) {
            tell(noAnswer);
        }
    }

    /** Whether the connection was lost or stayed silent after the finish reason: then the answer is complete. */
    private boolean endedAfterFinish(Throwable failure) {
        return failure instanceof TransportException transport
                && ENDS.contains(transport.kind())
                && head != null
                && merged.finished()
                && merged.reportedError().isEmpty();
    }

    /** If the connection failed: the error that the stream had reported before, or that the answer is cut off. */
    private Throwable explained(Throwable failure) {
        if (!(failure instanceof TransportException transport) || head == null) {
            return failure;
        }
        Optional<ApiError> reported = merged.reportedError();
        return reported.isPresent() ? failure(reported.get()) : broken(transport);
    }

    /** The handle comes with the response; before, the failure tells. */
    private boolean isCancelled(Throwable failure) {
        return handle != null
                ? handle.isCancelled()
                : failure instanceof TransportException transport && transport.kind() == Kind.CANCELLED;
    }

    private void tell(Throwable failure) {
        try {
            meter.failed(failure);
        } finally {
            listener.onFailure(failure);
        }
    }

    private void complete() {
        throwIf(merged.reportedError());
        ChatCompletion completion = merged.toCompletion();
        throwIf(completion.failure());
        if (unexplained && !merged.finished()) {
            ApiError error = ApiError.unexplained(
                    "The stream ended without a finish reason, after an event that is no part of an answer");
            throw failures.ofPart(error, head(), completion, Billing.UNKNOWN);
        }
        answered(new ChatAnswer(completion, ResponseHead.of(head()), events == null ? null : events::toString));
    }

    private ChatCompletion parse() {
        try (JsonParser json = Json.answerParser(buffer, from, to)) {
            return chunks.read(json);
        } catch (IOException e) {
            ApiError error = ApiError.unexplained("an event of the stream is not JSON (" + (to - from) + " bytes)");
            throw failures.ofPart(error, head(), merged.toCompletion(), Billing.UNKNOWN);
        }
    }

    private void throwIf(Optional<ApiError> failure) {
        if (failure.isPresent()) {
            throw failure(failure.get());
        }
    }

    private ApiException failure(ApiError error) {
        ChatCompletion partial = merged.toCompletion();
        return afterError != null && afterError.hasDroppedOutput()
                ? failures.ofPart(error, head(), partial, Billing.UNKNOWN)
                : failures.ofPart(error, head(), partial);
    }

    private ApiException broken(TransportException transport) {
        ChatCompletion partial = merged.toCompletion();
        return ApiException.broken(transport, Failures.generationId(head(), partial.id()), partial, merged.finished());
    }

    private HttpHead head() {
        if (head == null) {
            throw new IllegalStateException("an event before the response's head");
        }
        return head;
    }

    private StreamCall call() {
        if (call == null) {
            throw new IllegalStateException("an event before the stream has begun");
        }
        return call;
    }

    private static boolean isDone(byte[] buffer, int from, int to) {
        return to > from
                && buffer[from] != '{'
                && text(buffer, from, to).strip().equals("[DONE]");
    }
}
