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
    CONTENT_POLICY_VIOLATION(400, Meaning.CONTENT_REFUSED),
    CONTENT_FILTER(400, Meaning.CONTENT_REFUSED),
    IMAGE_CONTENT_POLICY_VIOLATION(400, Meaning.CONTENT_REFUSED),
    CYBER_POLICY(400, Meaning.CONTENT_REFUSED),
    MISALIGNMENT_POLICY_VIOLATION(400, Meaning.CONTENT_REFUSED),
    REFUSAL(400, Meaning.CONTENT_REFUSED),
    INVALID_IMAGE(400),
    IMAGE_TOO_LARGE(400),
    IMAGE_TOO_SMALL(400),
    UNSUPPORTED_IMAGE_FORMAT(400),
    IMAGE_DOWNLOAD_FAILED(400),
    AUTHENTICATION(401, Meaning.UNAUTHENTICATED),
    AUTHENTICATION_ERROR(401),
    INVALID_API_KEY(401),
    PAYMENT_REQUIRED(402, Meaning.INSUFFICIENT_CREDITS),
    INSUFFICIENT_QUOTA(402),
    PERMISSION_DENIED(403),
    PERMISSION_ERROR(403),
    NOT_FOUND(404),
    NOT_FOUND_ERROR(404),
    IMAGE_NOT_FOUND(404, Meaning.INVALID),
    PRECONDITION_FAILED(412),
    PAYLOAD_TOO_LARGE(413),
    UNPROCESSABLE(422),
    RATE_LIMIT_EXCEEDED(429, Meaning.RATE_LIMITED),
    RATE_LIMIT_ERROR(429),
    SERVER(500, Meaning.FAILING),
    SERVER_ERROR(500),
    API_ERROR(500),
    UNMAPPED(500),
    PROVIDER_UNAVAILABLE(502, Meaning.FAILING),
    PROVIDER_OVERLOADED(503, Meaning.FAILING),
    OVERLOADED_ERROR(529),
    TIMEOUT(504, Meaning.TIMEOUT);

    private static final Map<String, ErrorType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(ErrorType::wireName, Function.identity()));

    private final int status;
    private final Meaning meaning;

    ErrorType(int status) {
        this(status, Meaning.AS_STATUS);
    }

    ErrorType(int status, Meaning meaning) {
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

    /** The meaning of the type for the caller. */
    public Meaning meaning() {
        return meaning;
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The meaning of a type for the caller: each is one type of exception, whatever the status. */
    public enum Meaning {
        /** The error's own status decides. */
        AS_STATUS,
        /** The request has a mistake, although the status means something else. */
        INVALID,
        /** A filter or the model refuses the content. */
        CONTENT_REFUSED,
        /** The credits do not cover the call. */
        INSUFFICIENT_CREDITS,
        /** The key is wrong or missing. */
        UNAUTHENTICATED,
        /** Too many requests. */
        RATE_LIMITED,
        /** OpenRouter or the upstream has given up waiting. */
        TIMEOUT,
        /** OpenRouter or the upstream fails. */
        FAILING
    }
}
