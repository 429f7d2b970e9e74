package dev.langchain4j.model.openrouter.internal.api.batch;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.http.Secrets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one line: a response or an error.
 *
 * @param status of the response; null if there is none
 * @param body of the response, one JSON value
 * @param error as reported
 * @param details all members of the error
 * @param secrets of the request that fetched it, which an upstream may have repeated
 */
public record BatchLine(
        @Nullable String id,
        @Nullable String customId,
        @Nullable Integer status,
        byte @Nullable [] body,
        @Nullable ApiError error,
        Map<String, Object> details,
        Secrets secrets) {

    /** Whether there is a response to read. */
    public boolean isAnswered() {
        return error == null && body != null && (status == null || status >= 200 && status < 300);
    }
}
