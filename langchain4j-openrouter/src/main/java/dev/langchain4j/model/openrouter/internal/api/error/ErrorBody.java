package dev.langchain4j.model.openrouter.internal.api.error;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, or an event, that may report an error: an envelope of OpenRouter, a text, a page of a proxy,
 * nothing, or the content of an answer. Never throws: an unreadable error must not hide the status.
 */
public final class ErrorBody {

    /** How an envelope begins, to recognise one whose connection was lost. */
    private static final Pattern ENVELOPE = Pattern.compile("\\s*\\{\\s*\"error\"\\s*:");

    private static final int BEGINNING = 64;

    /** The most of a text that explains an error. */
    private static final int EXPLANATION = 64 * 1024;

    /** What the content of an answer looks like in a body that cannot be read. */
    private static final Pattern ANSWER = Pattern.compile("\"(?:(?:choices|data|results)\"\\s*:\\s*\\[\\s*\\{"
            + "|answers\"\\s*:\\s*\\{\\s*\""
            + "|(?<!text\"\\s{0,9},\\s{0,9}\")text\"\\s*:\\s*\"[^\"])"); // of a transcript, not of a request's part

    private final byte[] body;
    private final int length;

    /** The object of the body, or the first one of a list, which some upstreams send; null if there is none. */
    private final @Nullable Map<String, Object> envelope;

    private ErrorBody(byte[] body, int length) {
        this.body = body;
        this.length = length;
        this.envelope = envelope(body, length);
    }

    /** The body in the first {@code length} bytes. */
    public static ErrorBody of(byte[] body, int length) {
        return new ErrorBody(body, length);
    }

    private static @Nullable Map<String, Object> envelope(byte[] body, int length) {
        try (JsonParser json = Json.parser(body, 0, length)) {
            json.nextToken();
            Object value = JsonValues.value(json);
            Object first = value instanceof List<?> list && !list.isEmpty() ? list.get(0) : value;
            return first instanceof Map<?, ?> ? ApiErrorReader.members(first) : null;
        } catch (IOException | RuntimeException notJson) {
            return null;
        }
    }

    /** @param httpStatus of the response, used if the body has no status itself */
    public ApiError error(int httpStatus) {
        if (envelope != null) {
            return ApiErrorReader.ofEnvelope(httpStatus, envelope);
        }
        // a page, a text, or JSON cut off: its text is still the best explanation, unless it is of an answer
        String text = text(EXPLANATION);
        return ApiErrorReader.ofEnvelope(
                httpStatus, Map.of("error", ANSWER.matcher(text).find() ? "" : text));
    }

    /**
     * The error of a success that has no content: without {@code error}, or in a list; null if it reports none.
     *
     * @param isEvent whether this is an event of a stream, which can have the id of its chunk
     */
    public @Nullable ApiError inSuccess(boolean isEvent) {
        if (envelope == null || !isEvent && envelope.containsKey("id") || hasContent(envelope.get("data"))) {
            return null;
        }
        return envelope.get("error") != null
                ? ApiErrorReader.ofEnvelope(200, envelope)
                : ApiErrorReader.withoutEnvelope(envelope);
    }

    private static boolean hasContent(@Nullable Object data) {
        boolean empty = data == null
                || data instanceof List<?> list && list.isEmpty()
                || data instanceof Map<?, ?> object && object.isEmpty()
                || data instanceof String text && text.isBlank();
        return !empty;
    }

    /** An error that was read from this body, or from an element of it, with what stands beside it in this body. */
    public ApiError withCompanions(ApiError error) {
        if (envelope == null) {
            return error;
        }
        ApiError own = ApiErrorReader.among(envelope);
        return own == null ? ApiErrorReader.withCompanions(error, envelope) : own;
    }

    /**
     * Whether this is an object with an {@code error} or a {@code message}, as every error of OpenRouter's API is, or
     * the beginning of one with an {@code error}. Every other body comes from a proxy or from a web server at another
     * address.
     */
    public boolean isEnvelope() {
        if (envelope == null) {
            return ENVELOPE.matcher(text(BEGINNING)).lookingAt();
        }
        return ApiErrorReader.errorOf(envelope) != null
                || envelope.get("response") instanceof Map<?, ?>
                || envelope.get("message") instanceof String;
    }

    /** Whether this has vectors, images, documents, decisions or a transcript, or was an answer that cannot be read. */
    public boolean mayHaveContent() {
        if (envelope == null) {
            return ANSWER.matcher(text(length)).find();
        }
        return envelope.get("data") instanceof List<?> data && !data.isEmpty()
                || envelope.get("results") instanceof List<?> results && !results.isEmpty()
                || envelope.get("answers") instanceof Map<?, ?> answers && !answers.isEmpty()
                // alone, or beside the words of a proxy, it may be an explanation
                || envelope.get("text") instanceof String text
                        && !text.isBlank()
                        && envelope.get("error") instanceof Map;
    }

    /** Whether this was an object, and cannot be read. */
    public boolean isDamagedObject() {
        return length > 0 && body[0] == '{' && envelope == null;
    }

    private String text(int maxBytes) {
        return new String(body, 0, Math.min(length, maxBytes), StandardCharsets.UTF_8);
    }
}
