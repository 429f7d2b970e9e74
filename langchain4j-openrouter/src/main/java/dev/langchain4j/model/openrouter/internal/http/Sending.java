package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request until the head of its response has arrived: what OkHttp's interceptors must know of it, on any thread.
 * OkHttp's tags would do the same, but the first one loads sixty classes of Kotlin's reflection.
 */
record Sending(OpenCall open, CallTrace trace, RecentSecrets secrets) {

    private static final Map<Call, Sending> ALL = new ConcurrentHashMap<>();

    /** Runs the request on the current thread. */
    Response execute(Call request) throws IOException {
        ALL.put(request, this);
        try {
            return Lookups.execute(request, open);
        } finally {
            ALL.remove(request);
        }
    }

    /** Null for a request that this library has not sent. */
    static @Nullable Sending of(Call request) {
        return ALL.get(request);
    }
}
