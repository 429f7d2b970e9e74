package dev.langchain4j.model.openrouter.internal.api.error;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code error_type}, and those that upstreams put into {@code type} or {@code code} instead.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/errors-and-debugging">Errors</a>
 */
public enum ErrorType {
    CONTEXT_LENGTH_EXCEEDED(400),
    MAX_TOKENS_EXCEEDED(400),
    TOKEN_LIMIT_EXCEEDED(400),
    STRING_TOO_LONG(400),
    INVALID_REQUEST(400),
    INVALID_REQUEST_ERROR(400),
    INVALID_PROMPT(400),
    CONTENT_POLICY_VIOLATION(400, ErrorMeaning.CONTENT_REFUSED),
    CONTENT_FILTER(400, ErrorMeaning.CONTENT_REFUSED),
    IMAGE_CONTENT_POLICY_VIOLATION(400, ErrorMeaning.CONTENT_REFUSED),
    CYBER_POLICY(400, ErrorMeaning.CONTENT_REFUSED),
    MISALIGNMENT_POLICY_VIOLATION(400, ErrorMeaning.CONTENT_REFUSED),
    REFUSAL(400, ErrorMeaning.CONTENT_REFUSED),
    INVALID_IMAGE(400),
    IMAGE_TOO_LARGE(400),
    IMAGE_TOO_SMALL(400),
    UNSUPPORTED_IMAGE_FORMAT(400),
    IMAGE_DOWNLOAD_FAILED(400),
    AUTHENTICATION(401, ErrorMeaning.UNAUTHENTICATED),
    AUTHENTICATION_ERROR(401),
    INVALID_API_KEY(401),
    PAYMENT_REQUIRED(402, ErrorMeaning.INSUFFICIENT_CREDITS),
    INSUFFICIENT_QUOTA(402),
    PERMISSION_DENIED(403),
    PERMISSION_ERROR(403),
    NOT_FOUND(404),
    NOT_FOUND_ERROR(404),
    IMAGE_NOT_FOUND(404, ErrorMeaning.INVALID),
    PRECONDITION_FAILED(412),
    PAYLOAD_TOO_LARGE(413),
    UNPROCESSABLE(422),
    RATE_LIMIT_EXCEEDED(429, ErrorMeaning.RATE_LIMITED),
    RATE_LIMIT_ERROR(429),
    SERVER(500, ErrorMeaning.FAILING),
    SERVER_ERROR(500),
    API_ERROR(500),
    UNMAPPED(500),
    PROVIDER_UNAVAILABLE(502, ErrorMeaning.FAILING),
    PROVIDER_OVERLOADED(503, ErrorMeaning.FAILING),
    OVERLOADED_ERROR(529),
    TIMEOUT(504, ErrorMeaning.TIMEOUT);

    private static final Map<String, ErrorType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(ErrorType::wireName, Function.identity()));

    private final int status;
    private final @Nullable ErrorMeaning meaning;

    ErrorType(int status) {
        this(status, null);
    }

    ErrorType(int status, @Nullable ErrorMeaning meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /** The type of an error; null for none and for an unknown one. */
    public static @Nullable ErrorType of(@Nullable String type) {
        return type == null ? null : BY_WIRE_NAME.get(type);
    }

    /** HTTP status that OpenRouter sends with the type: the status of an error inside an answer with status 200. */
    public int status() {
        return status;
    }

    /** The meaning of the type, whatever the status of the error; null if the rest of the error decides. */
    public @Nullable ErrorMeaning meaning() {
        return meaning;
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
