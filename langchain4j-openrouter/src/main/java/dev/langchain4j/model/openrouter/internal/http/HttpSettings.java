package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a connection that does not change from call to call.
 *
 * @param baseUrl without a trailing slash
 * @param okHttpClient the user's own, to derive ours from; never closed
 * @param maxResponseBytes of a decompressed plain answer
 * @param maxEventBytes of one event of a stream
 */
public record HttpSettings(
        String baseUrl,
        @Nullable OkHttpClient okHttpClient,
        Duration connectTimeout,
        RetryPolicy retries,
        long maxResponseBytes,
        int maxEventBytes,
        RequestLog log) {

    Time time() {
        return retries.time();
    }
}
