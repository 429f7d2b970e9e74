package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to send.
 *
 * @param path below the base URL, starting with a slash; or a whole URL, for an endpoint elsewhere
 * @param headers called before every attempt, so that a rotated key is used
 * @param body null for GET
 * @param pace null for at once
 * @param trace observes its attempts
 * @param method {@code GET}, {@code POST} or {@code DELETE}
 * @param keepsAnswer whether the bytes of its answer stay in use after its reader has returned
 */
public record HttpCall(
        String path,
        Supplier<Map<String, String>> headers,
        @Nullable JsonBody body,
        TimeLimits limits,
        @Nullable Pace pace,
        CallTrace trace,
        String method,
        boolean keepsAnswer) {

    /** A POST, or a GET if there is no body. */
    public HttpCall(
            String path,
            Supplier<Map<String, String>> headers,
            @Nullable JsonBody body,
            TimeLimits limits,
            @Nullable Pace pace,
            CallTrace trace) {
        this(path, headers, body, limits, pace, trace, body == null ? "GET" : "POST", true);
    }

    /** A GET, which costs nothing. */
    public HttpCall(String path, Supplier<Map<String, String>> headers, TimeLimits limits) {
        this(path, headers, null, limits, null, CallTrace.NONE);
    }

    /** A DELETE, which costs nothing. */
    public static HttpCall delete(
            String path, Supplier<Map<String, String>> headers, TimeLimits limits, CallTrace trace) {
        return new HttpCall(path, headers, null, limits, null, trace, "DELETE", true);
    }

    /** This call; later calls use the array of its answer again, so its reader must copy what it returns. */
    public HttpCall withoutKeepingAnswer() {
        return new HttpCall(path, headers, body, limits, pace, trace, method, false);
    }

    /** Whether it costs nothing: only a POST asks a model. */
    boolean isFree() {
        return !method.equals("POST");
    }

    /** Writes the body once per call; every attempt sends the same bytes. */
    @FunctionalInterface
    public interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    String url(String baseUrl) {
        return path.startsWith("/") ? baseUrl + path : path;
    }

    /**
     * A body that is too long for the memory: it is written directly to the connection, once per attempt, and always as
     * the same bytes.
     */
    public interface LongBody extends JsonBody {

        /** Number of bytes that it writes. */
        long length();
    }
}
