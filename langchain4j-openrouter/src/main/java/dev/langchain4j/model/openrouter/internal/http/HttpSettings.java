package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a connection that does not change from call to call.
 *
 * @param baseUrl without a trailing slash
 * @param okHttpClient the user's own, to derive ours from; never closed
 * @param maxResponseBytes of a decompressed plain answer
 * @param maxEventBytes of one event of a stream
 * @param secretHeaders whose values nobody is to see
 */
public record HttpSettings(
        String baseUrl,
        @Nullable OkHttpClient okHttpClient,
        Duration connectTimeout,
        RetryPolicy retries,
        long maxResponseBytes,
        int maxEventBytes,
        SecretHeaders secretHeaders,
        RequestLog log) {

    /** What a request carries that nobody is to see. */
    Secrets secrets(Request request) {
        return new Secrets(request.headers(), secretHeaders);
    }

    Time time() {
        return retries.time();
    }
}
