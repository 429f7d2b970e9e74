package dev.langchain4j.model.openrouter.internal.api.error;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error as OpenRouter reports it, read from any of its envelopes.
 *
 * @param status {@code error.code} or {@code error.http_status} if it is an HTTP status, else that of the response; an
 *     error inside a response of status 200 that names only its kind gets the status of that kind, 502 if unknown
 * @param code {@code error.code} as text, {@code "429"} or {@code "server_error"}
 * @param types {@code error_type}, from {@code error}, its metadata and beside it, then {@code error.type}; only those
 *     that are there
 * @param message OpenRouter's message, never null or blank, cut if it is long
 * @param provider the upstream provider that failed
 * @param upstreamMessage the provider's message, unwrapped from {@code metadata.raw}
 * @param metadata {@code error.metadata}, verbatim, with {@code error.param} and what came beside the error: the
 *     account, and the routing report
 * @param kind the kind by the error's message or form
 */
public record ApiError(
        int status,
        @Nullable String code,
        List<String> types,
        String message,
        @Nullable String provider,
        @Nullable String upstreamMessage,
        @Nullable Availability availability,
        Map<String, Object> metadata,
        ErrorKind kind) {

    /** The member of {@code metadata} with the routing report, which stands beside an error on the wire. */
    public static final String ROUTING = "openrouter_metadata";

    /** The member with the account, which stands there, too. */
    static final String ACCOUNT = "user_id";

    /** An error without a special kind. */
    public ApiError(
            int status,
            @Nullable String code,
            @Nullable String type,
            String message,
            @Nullable String provider,
            @Nullable String upstreamMessage,
            @Nullable Availability availability,
            Map<String, Object> metadata) {
        this(
                status,
                code,
                type == null ? List.of() : List.of(type),
                message,
                provider,
                upstreamMessage,
                availability,
                metadata,
                ErrorKind.AS_REPORTED);
    }

    /** A failure without a reported reason; a retry may help, as for every failure of an upstream. */
    public static ApiError unexplained(String message) {
        return new ApiError(ErrorStatus.UNEXPLAINED, null, null, message, null, null, null, Map.of());
    }

    /** The first of its types, known or not; null if there is none. */
    public @Nullable String type() {
        return types.isEmpty() ? null : types.get(0);
    }

    /** The first of its types that is known; null if there is none. */
    public @Nullable ErrorType knownType() {
        return types.stream()
                .map(ErrorType::of)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The reason why no endpoint took the request; null if there is none or an unknown one. */
    public @Nullable AvailabilityCode knownAvailability() {
        return availability == null ? null : AvailabilityCode.of(availability.code());
    }

    /** This error with another message and kind. */
    public ApiError with(String message, ErrorKind kind) {
        return new ApiError(status, code, types, message, provider, upstreamMessage, availability, metadata, kind);
    }

    /** This error with the provider named, unless it already names one. */
    public ApiError from(@Nullable String provider) {
        if (this.provider != null || provider == null) {
            return this;
        }
        return new ApiError(status, code, types, message, provider, upstreamMessage, availability, metadata, kind);
    }

    /**
     * This error with the routing report that came beside it, unless it already has one.
     *
     * @param report null for none
     */
    public ApiError routed(@Nullable Map<String, Object> report) {
        return with(ROUTING, report);
    }

    /** The same with the account, a {@code user_id}. */
    public ApiError ofAccount(@Nullable String id) {
        return with(ACCOUNT, id);
    }

    private ApiError with(String companion, @Nullable Object value) {
        if (value == null || metadata.containsKey(companion)) {
            return this;
        }
        Map<String, Object> all = new LinkedHashMap<>(metadata);
        all.put(companion, value);
        return new ApiError(status, code, types, message, provider, upstreamMessage, availability, all, kind);
    }

    /** Why no endpoint took the request: {@code error.availability}. */
    public record Availability(
            String code,
            @Nullable Boolean retryable,
            @Nullable Duration retryAfter,
            List<String> requestedModels,
            List<String> affectedProviders,
            List<String> excludedBy,
            List<String> fallbackModels,
            @Nullable String constraintField,
            @Nullable String constraintDetail,
            @Nullable String docsUrl) {}
}
