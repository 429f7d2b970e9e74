package dev.langchain4j.model.openrouter.test;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@link OpenRouterServer}. Immutable.
 *
 * <pre>{@code
 * RecordedRequest request = server.requests().get(0);
 * request.header("Authorization");              // "Bearer sk-or-v1-..."
 * request.body().at("/messages/0/content");     // what was asked
 * }</pre>
 */
public final class RecordedRequest {

    private final String method;
    private final String path;
    private final boolean forApi;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] bytes;
    private final JsonNode body;

    /** @param forApi false for a request outside the API, because of a base URL without its path */
    RecordedRequest(
            String method, String path, boolean forApi, String query, Map<String, List<String>> headers, byte[] bytes) {
        this.method = method;
        this.path = path;
        this.forApi = forApi;
        this.query = query;
        this.headers = headers;
        this.bytes = bytes;
        this.body = Json.read(bytes);
    }

    /** The HTTP method, in upper case. */
    public String method() {
        return method;
    }

    /**
     * The path below {@link OpenRouterServer#baseUrl()}, such as {@code /chat/completions}; the whole path if it is
     * elsewhere.
     */
    public String path() {
        return path;
    }

    /** Refuses a path that cannot be in a recorded request: a search for it would find nothing, and not say why. */
    static void checkPath(String path) {
        if (!requireNonNull(path, "path").matches("/(?!api/v1\\b)[^?]*")) {
            throw new IllegalArgumentException(
                    "path: below the base URL, such as /models, without a query, not " + path);
        }
    }

    boolean isForApi() {
        return forApi;
    }

    /** The query without its question mark, as sent; empty if there is none. */
    public String query() {
        return query;
    }

    /** The query, decoded; for a repeated name the last value. */
    Map<String, String> queryParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        forEachParameter(parameters::put);
        return parameters;
    }

    String queryParameter(String name, String otherwise) {
        return queryParameters().getOrDefault(name, otherwise);
    }

    /** The values of a repeated name, decoded. */
    List<String> queryParameters(String name) {
        List<String> values = new ArrayList<>();
        forEachParameter((each, value) -> {
            if (each.equals(name)) {
                values.add(value);
            }
        });
        return values;
    }

    private void forEachParameter(BiConsumer<String, String> parameters) {
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            parameters.accept(decode(name), equals < 0 ? "" : decode(parameter.substring(equals + 1)));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** All headers, names in lower case, values in the order they were sent. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header, in any case; null if it was not sent. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    /** The body as JSON; a missing node ({@link JsonNode#isMissingNode()}) if it is empty or not JSON. */
    public JsonNode body() {
        return body.deepCopy();
    }

    /** The body as text, exactly as sent. */
    public String bodyText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** For this package, which only reads: no copy. */
    byte[] bytes() {
        return bytes;
    }

    /** For this package, which only reads: no copy. */
    JsonNode json() {
        return body;
    }

    /** Method and path only: question and key stay out of logs. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
