package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorStatus;
import dev.langchain4j.model.openrouter.internal.api.error.RedactedError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.RetryAfter;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the failure in an answer, by its status or inside a 200, and how long the server asks to wait. */
final class Failures {

    private static final String RESET = "X-RateLimit-Reset";

    private final Time time;

    Failures(Time time) {
        this.time = time;
    }

    /** What the body of a success says; throws what the answer is a failure by, an error inside the body apart. */
    <T> T parse(HttpAnswer answer, BodyParser<T> parser) {
        if (!answer.head().isSuccessful()) {
            throw ofStatus(answer);
        }
        try {
            return parser.read(answer.bytes(), answer.length());
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw ofUnreadable(answer);
        }
    }

    /** The same for an answer whose members are looked up by name; an error inside the body is thrown, too. */
    JsonObject object(HttpAnswer answer) {
        JsonObject body = parse(answer, JsonObject::read);
        ApiError error = ApiErrorReader.ofMember(body.members().get("error"));
        if (error != null) {
            throw of(error, answer.head(), null);
        }
        return body;
    }

    ApiException ofStatus(HttpAnswer answer) {
        byte[] body = Arrays.copyOf(answer.bytes(), answer.length());
        return of(ApiErrorReader.read(answer.head().status(), body), answer.head(), null);
    }

    /** A 200 whose body is no JSON or not whole: nothing to answer with, so it may be asked for again. */
    ApiException ofUnreadable(HttpAnswer answer) {
        String what = answer.length() == 0 ? "is empty" : "is no complete JSON (" + answer.length() + " bytes)";
        return unexplained("the body of the " + answer.head().status() + " response " + what, answer.head());
    }

    /** A success without what it should bring, for no reason given. */
    ApiException unexplained(String message, HttpHead head) {
        return of(new ApiError(ErrorStatus.UNEXPLAINED, null, null, message, null, null, null, Map.of()), head, null);
    }

    /** Throws what a complete answer, plain or merged from a stream, is a failure by. */
    void throwIfFailed(ChatCompletion completion, HttpHead head) {
        Optional<ApiError> failure = completion.failure();
        if (failure.isPresent()) {
            throw of(failure.get(), head, completion);
        }
    }

    ApiException of(ApiError error, HttpHead head, @Nullable ChatCompletion partial) {
        return new ApiException(
                RedactedError.of(error, head.secrets()), generationId(head, partial), retryAfter(error, head), partial);
    }

    /** Of an answer that has been charged, perhaps, though it is none. */
    ApiException of(ApiError error, HttpHead head, @Nullable String id, @Nullable Usage usage) {
        return new ApiException(
                RedactedError.of(error, head.secrets()), generationId(head, id), retryAfter(error, head), usage);
    }

    static @Nullable String generationId(HttpHead head, @Nullable ChatCompletion completion) {
        return generationId(head, completion == null ? null : completion.id());
    }

    private static @Nullable String generationId(HttpHead head, @Nullable String ofBody) {
        String ofHead = head.header("X-Generation-Id");
        String id = ofHead == null ? ofBody : ofHead;
        return id == null ? null : VisibleText.of(head.secrets().removedFrom(id));
    }

    /** {@code Retry-After}, then the error's own hint, then when the rate limit resets. */
    private @Nullable Duration retryAfter(ApiError error, HttpHead head) {
        Instant now = time.now();
        Duration header = RetryAfter.header(head, now);
        if (header != null) {
            return header;
        }
        if (error.availability() != null && error.availability().retryAfter() != null) {
            return error.availability().retryAfter();
        }
        Duration reset = RetryAfter.untilReset(head.header(RESET), now);
        return reset != null ? reset : RetryAfter.untilReset(resetInBody(error), now);
    }

    private static @Nullable String resetInBody(ApiError error) {
        return error.metadata().get("headers") instanceof Map<?, ?> headers && headers.get(RESET) != null
                ? headers.get(RESET).toString()
                : null;
    }

    @FunctionalInterface
    interface BodyParser<T> {
        T read(byte[] body, int length) throws IOException;
    }
}
