package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection that are the same for all calls.
 *
 * @param baseUrl without a trailing slash
 * @param okHttpClient the user's own, from which the library's is derived; never closed
 * @param maxResponseBytes of a decompressed plain answer
 * @param maxEventBytes of one event of a stream
 * @param secretHeaders headers with secret values
 * @param credentials the keys that requests may carry
 * @param context captures the context of a thread that starts a call, to restore it around the user's code on others
 */
public record HttpSettings(
        String baseUrl,
        @Nullable OkHttpClient okHttpClient,
        Duration connectTimeout,
        RetryPolicy retries,
        long maxResponseBytes,
        int maxEventBytes,
        SecretHeaders secretHeaders,
        Credentials credentials,
        RequestLog log,
        Supplier<UnaryOperator<Runnable>> context) {

    Time time() {
        return retries.time();
    }
}
