package dev.langchain4j.model.openrouter.internal.api.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP status that OpenRouter uses for a kind of error, for errors inside an answer with status 200 that report
 * their kind but not their status.
 */
public final class ErrorStatus {

    /** An upstream that failed for an unknown reason. */
    public static final int UNEXPLAINED = 502;

    private static final Map<String, Integer> BY_KIND = Map.ofEntries(
            Map.entry("context_length_exceeded", 400),
            Map.entry("max_tokens_exceeded", 400),
            Map.entry("token_limit_exceeded", 400),
            Map.entry("string_too_long", 400),
            Map.entry("invalid_request", 400),
            Map.entry("invalid_request_error", 400),
            Map.entry("invalid_prompt", 400),
            Map.entry("content_policy_violation", 400),
            Map.entry("image_content_policy_violation", 400),
            Map.entry("refusal", 400),
            Map.entry("invalid_image", 400),
            Map.entry("image_too_large", 400),
            Map.entry("image_too_small", 400),
            Map.entry("unsupported_image_format", 400),
            Map.entry("image_download_failed", 400),
            Map.entry("authentication", 401),
            Map.entry("authentication_error", 401),
            Map.entry("invalid_api_key", 401),
            Map.entry("payment_required", 402),
            Map.entry("insufficient_quota", 402),
            Map.entry("permission_denied", 403),
            Map.entry("permission_error", 403),
            Map.entry("not_found", 404),
            Map.entry("not_found_error", 404),
            Map.entry("image_not_found", 404),
            Map.entry("precondition_failed", 412),
            Map.entry("payload_too_large", 413),
            Map.entry("unprocessable", 422),
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("rate_limit_error", 429),
            Map.entry("server", 500),
            Map.entry("server_error", 500),
            Map.entry("api_error", 500),
            Map.entry("unmapped", 500),
            Map.entry("provider_unavailable", 502),
            Map.entry("provider_overloaded", 503),
            Map.entry("overloaded_error", 529),
            Map.entry("timeout", 504));

    private ErrorStatus() {}

    /** The status of the first known kind. */
    static int of(@Nullable String... kinds) {
        for (String kind : kinds) {
            AvailabilityCode unavailable = AvailabilityCode.of(kind);
            if (unavailable != null) {
                return unavailable.status();
            }
            Integer status = kind == null ? null : BY_KIND.get(kind);
            if (status != null) {
                return status;
            }
        }
        return UNEXPLAINED;
    }
}
