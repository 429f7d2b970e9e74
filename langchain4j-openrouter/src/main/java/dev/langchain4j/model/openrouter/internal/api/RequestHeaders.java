package dev.langchain4j.model.openrouter.internal.api;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.model.openrouter.internal.http.HeaderRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request, created again for every attempt: the key and the user's own headers may come from
 * suppliers.
 *
 * @param customHeaders override the library's headers; those of a single request override both
 * @param policy decides last on the headers of a call that costs money; their names are found in any case
 * @see <a href="https://openrouter.ai/docs/app-attribution">App attribution</a>
 */
public record RequestHeaders(
        @Nullable Supplier<@Nullable String> apiKey,
        @Nullable String siteUrl,
        @Nullable String appName,
        @Nullable List<String> appCategories,
        @Nullable Supplier<Map<String, String>> customHeaders,
        UnaryOperator<Map<String, String>> policy) {

    /** Asks for the routing report. */
    public static final String ROUTING = "X-OpenRouter-Metadata";

    private static final String ENCODINGS = "Accept-Encoding";
    private static final String USER_AGENT = "langchain4j-openrouter";

    /** For a call that costs money: refuses to send without a key. */
    Map<String, String> withKey(Map<String, String> ofRequest, String accept) {
        return policy.apply(headers(requiredKey(), ofRequest, accept));
    }

    /** @throws ApiKeyMissingException if there is none now, or an invalid one */
    String requiredKey() {
        String key = key();
        if (key == null) {
            throw new ApiKeyMissingException(
                    "No OpenRouter API key: set apiKey(...), or the variable OPENROUTER_API_KEY for"
                            + " OpenRouter.fromEnvironment(). Create a key at https://openrouter.ai/settings/keys",
                    false);
        }
        return key;
    }

    /** For a call that works without a key; an existing key is sent. */
    Map<String, String> withKeyIfAny() {
        return headers(key(), Map.of(), "application/json");
    }

    /** For a call that must not carry a key. */
    Map<String, String> withoutKey() {
        return headers(null, Map.of(), "application/json");
    }

    private Map<String, String> headers(@Nullable String key, Map<String, String> ofRequest, String accept) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (key != null) {
            headers.put("Authorization", "Bearer ".concat(key));
        }
        headers.put("Accept", accept);
        headers.put("User-Agent", USER_AGENT);
        putIfSet(headers, "HTTP-Referer", siteUrl);
        putIfSet(headers, "X-OpenRouter-Title", appName);
        if (appCategories != null && !appCategories.isEmpty()) {
            headers.put("X-OpenRouter-Categories", String.join(",", appCategories));
        }
        putAll(headers, custom());
        putAll(headers, ofRequest);
        if (!"identity".equals(headers.get(ENCODINGS))) {
            headers.remove(ENCODINGS); // OkHttp asks for what it can read, and reads nothing else
        }
        return headers;
    }

    private Map<String, String> custom() {
        Map<String, String> custom = customHeaders == null ? null : supplied("customHeaders", customHeaders);
        if (custom == null) {
            return Map.of();
        }
        custom.forEach((name, value) -> HeaderRules.check("customHeaders", name, value));
        return custom;
    }

    private @Nullable String key() {
        String key = apiKey == null ? null : supplied("apiKey", apiKey);
        return isBlank(key) ? null : ApiKeys.checked(key.strip());
    }

    private static <T extends @Nullable Object> T supplied(String setter, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (Exception e) { // a supplier in Kotlin can throw checked ones
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new SupplierFailedException(setter, e);
        }
    }

    /** Most requests have none. */
    private static void putAll(Map<String, String> headers, Map<String, String> more) {
        if (!more.isEmpty()) {
            headers.putAll(more);
        }
    }

    private static void putIfSet(Map<String, String> headers, String name, @Nullable String value) {
        if (!isBlank(value)) {
            headers.put(name, value);
        }
    }

    /** Never contains the key. */
    @Override
    public String toString() {
        return "RequestHeaders[siteUrl=" + siteUrl + ", appName=" + appName + "]";
    }
}
