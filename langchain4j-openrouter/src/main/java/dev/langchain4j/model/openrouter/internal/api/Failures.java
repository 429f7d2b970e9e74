package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.error.RedactedError;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.json.UnexpectedJsonException;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.RetryAfter;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the failure in an answer, by its status or inside a 200, and the wait that the server asks for. */
final class Failures {

    private static final String RESET = "X-RateLimit-Reset";
    private static final int UPSTREAM_FAILED = 500;

    private final Time time;

    Failures(Time time) {
        this.time = time;
    }

    /** Reads the body of a success; throws if the answer is a failure, except for an error inside the body. */
    <T> T parse(HttpAnswer answer, BodyParser<T> parser) {
        if (!answer.head().isSuccessful()) {
            throw ofStatus(answer);
        }
        if (ForeignAnswers.isPage(answer)) {
            throw ofPage(answer);
        }
        try {
            HttpAnswer json = answer.withoutComments();
            return parser.read(json.bytes(), json.length());
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throwIfOnlyAnError(answer);
            throw e instanceof UnexpectedJsonException
                    ? unexplained(e.getMessage(), answer.head())
                    : ofUnreadable(answer, Billing.UNKNOWN);
        }
    }

    /**
     * Reads the body of a success as an object; throws if the answer is a failure, also by an error inside the body.
     */
    JsonObject object(HttpAnswer answer) {
        return object(answer, body -> false);
    }

    /**
     * @param hasContent whether something was generated; then an error beside it does not tell that nothing is billed
     */
    JsonObject object(HttpAnswer answer, Predicate<JsonObject> hasContent) {
        return object(answer, true, hasContent);
    }

    /**
     * Reads the body of a success as an object whose members are not known: any of them may be content, also the
     * {@code error} of a record, which has an id and a status, for example of a batch or a video that has failed.
     */
    JsonObject anyObject(HttpAnswer answer) {
        return object(answer, false, body -> false);
    }

    /** @param isGeneration whether an {@code id} is that of a generation, else it can be that of a record */
    private JsonObject object(HttpAnswer answer, boolean isGeneration, Predicate<JsonObject> hasContent) {
        JsonObject body = parse(answer, JsonObject::read);
        if (body == JsonObject.EMPTY) {
            throwIfOnlyAnError(answer);
            throw unexplained("The response is not a JSON object", answer.head());
        }
        String id = body.name("id");
        ApiError error = ApiErrorReader.among(body.members());
        boolean isRecord = !isGeneration && id != null && body.label("status") != null;
        if (error != null && !isRecord) {
            Billing unreported = hasContent.test(body) ? Billing.UNKNOWN : Billing.NOTHING;
            throw of(error, answer.head(), id, UsageReader.read(body), unreported);
        }
        return body;
    }

    /** The common part of the answers to a GET: the object in {@code data}, which has a member. */
    JsonObject data(HttpAnswer answer) {
        JsonObject data = object(answer).object("data");
        if (data == null || data.members().isEmpty()) {
            throw missing("data", answer);
        }
        throwIfOneFailed(List.of(data), answer, null, Billing.NOTHING);
        return data;
    }

    /**
     * Throws if a part of the answer reports an error: the rest is not the whole answer.
     *
     * @param unreported the bill if the usage has no cost
     */
    void throwIfOneFailed(List<JsonObject> parts, HttpAnswer answer, @Nullable Usage usage, Billing unreported) {
        for (JsonObject part : parts) {
            ApiError error = ApiErrorReader.among(part.members());
            if (error != null) {
                throw of(error, answer.head(), null, usage, unreported);
            }
        }
    }

    /**
     * Throws if the answer is the record of something else.
     *
     * @param found the id of the record; null if the answer has none
     */
    void throwIfAnother(String what, String asked, @Nullable String found, HttpHead head) {
        if (found != null && !found.equals(asked)) {
            throw unexplained("The response is " + what + " " + found + ", not " + asked, head);
        }
    }

    /**
     * For a success without content: some servers report an error in it, without the member {@code error} or in a list.
     */
    void throwIfOnlyAnError(HttpAnswer answer) {
        FailureBody body = FailureBody.of(answer);
        ApiError error = body.inSuccess();
        if (error != null) {
            throw body.partial() == null
                    ? of(error, answer.head(), body.mayHaveMore() ? Billing.UNKNOWN : Billing.NOTHING)
                    : ofPart(error, answer.head(), body.partial(), unreported(body, body.partial()));
        }
    }

    /** A success that is a page, which OpenRouter does not bill. */
    ApiException ofPage(HttpAnswer answer) {
        return of(ForeignAnswers.page(answer), answer.head(), Billing.NOTHING);
    }

    /** A refusal, which costs nothing, unless it comes with a part of an answer, or may have come with one. */
    ApiException ofStatus(HttpAnswer received) {
        boolean readable = isReadable(received);
        FailureBody body = FailureBody.of(readable ? received : received.with(new byte[0]));
        HttpAnswer answer = readable ? body.error() : received;
        ApiError error = body.ofStatus();
        if (body.partial() != null) {
            return ofPart(error, answer.head(), body.partial(), unreported(body, body.partial()));
        }
        ApiError explained = ForeignAnswers.of(answer, error).orElse(error);
        return of(explained, answer.head(), mayLackAPart(received, body) ? Billing.UNKNOWN : Billing.NOTHING);
    }

    private static Billing unreported(FailureBody body, ChatCompletion partial) {
        return partial.hasOutput() || body.mayHaveMore() ? Billing.UNKNOWN : Billing.NOTHING;
    }

    private static boolean isReadable(HttpAnswer answer) {
        return ForeignAnswers.unreadableEncoding(answer.head()) == null
                && SpokenBytes.areWords(answer)
                && !SpokenBytes.areAudio(answer);
    }

    /**
     * Whether the body has what was generated, with any status: the error in it may allow another attempt. If an
     * upstream failed, this or its cost could also be in what cannot be read.
     */
    private static boolean mayLackAPart(HttpAnswer answer, FailureBody body) {
        if (ForeignAnswers.isPage(answer)) {
            return false;
        }
        boolean encoded = ForeignAnswers.unreadableEncoding(answer.head()) != null;
        return body.mayHaveMore()
                || !encoded && SpokenBytes.areAudio(answer)
                || answer.head().status() >= UPSTREAM_FAILED && (encoded || !answer.isWhole());
    }

    /** A 200 whose body is not JSON or incomplete. The usage in a stream counts only if the stream is finished. */
    ApiException ofUnreadable(HttpAnswer answer, Billing billing) {
        String encoding = ForeignAnswers.unreadableEncoding(answer.head());
        String what = answer.length() == 0
                ? "is empty"
                : "is not exactly one complete JSON value (" + answer.length() + " bytes" + ofAnotherType(answer)
                        + (encoding == null ? ")" : ", encoded as " + encoding + ", which was not asked for)")
                        + (isStream(answer) ? ": the server sent a stream, which was not asked for" : "");
        ApiError error = ApiError.unexplained("the body of the " + answer.head().status() + " response " + what);
        ChatCompletion answered = FailureBody.of(answer).partial();
        return answered != null && answered.isFinished()
                ? ofPart(error, answer.head(), answered, Billing.UNKNOWN)
                : of(error, answer.head(), billing);
    }

    /** The declared type, for the message; empty for JSON and streams. */
    private static String ofAnotherType(HttpAnswer answer) {
        String type = answer.head().header("Content-Type");
        return type == null || type.toLowerCase(Locale.ROOT).contains("json") || isStream(answer)
                ? ""
                : " of " + VisibleText.of(type);
    }

    private static boolean isStream(HttpAnswer answer) {
        String type = answer.head().header("Content-Type");
        return answer.length() > 0
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")
                && "{[<".indexOf(answer.bytes()[0]) < 0;
    }

    /** A success without the content that was asked for: the error that it reports, or that the content is missing. */
    ApiException missing(String content, HttpAnswer answer) {
        throwIfOnlyAnError(answer);
        return unexplained("The response has no " + content, answer.head());
    }

    /** A success with missing content, without a reason; it may have been billed. */
    ApiException unexplained(String message, HttpHead head) {
        return of(ApiError.unexplained(message), head, Billing.UNKNOWN);
    }

    /** Throws if a complete answer, plain or merged from a stream, is a failure. */
    void throwIfFailed(ChatCompletion completion, HttpHead head) {
        Optional<ApiError> failure = completion.failure();
        if (failure.isPresent()) {
            throw ofPart(failure.get(), head, completion);
        }
    }

    /** The failure of an answer of which only a part arrived; without any output nothing is billed. */
    ApiException ofPart(ApiError error, HttpHead head, ChatCompletion partial) {
        return ofPart(error, head, partial, partial.hasOutput() ? Billing.UNKNOWN : Billing.NOTHING);
    }

    ApiException ofPart(ApiError error, HttpHead head, ChatCompletion partial, Billing unreported) {
        return ApiException.ofPart(
                forUsers(error, head), generationId(head, partial.id()), retryAfter(error, head), partial, unreported);
    }

    ApiException of(ApiError error, HttpHead head, Billing billing) {
        return of(error, head, null, null, billing);
    }

    /** @param unreported the bill if the usage has no cost */
    ApiException of(ApiError error, HttpHead head, @Nullable String id, @Nullable Usage usage, Billing unreported) {
        return new ApiException(
                forUsers(error, head), generationId(head, id), retryAfter(error, head), usage, unreported);
    }

    /** Without secrets; with the upstream provider, which some endpoints name only in the head of the answer. */
    private static ApiError forUsers(ApiError error, HttpHead head) {
        return RedactedError.of(error.from(ResponseHead.provider(head)), head.secrets());
    }

    /** @param ofBody the id that the body has, for a head without one */
    static @Nullable String generationId(HttpHead head, @Nullable String ofBody) {
        String ofHead = head.header("X-Generation-Id");
        return presentable(ofHead == null ? ofBody : ofHead, head);
    }

    /** An id for messages: a server can repeat anything in it. */
    static @Nullable String presentable(@Nullable String id, HttpHead head) {
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
        if (error.metadata().get("headers") instanceof Map<?, ?> headers) {
            for (Map.Entry<?, ?> header : headers.entrySet()) {
                if (RESET.equalsIgnoreCase(String.valueOf(header.getKey())) && header.getValue() != null) {
                    return header.getValue().toString();
                }
            }
        }
        return null;
    }

    @FunctionalInterface
    interface BodyParser<T> {
        T read(byte[] body, int length) throws IOException;
    }
}
