package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's own cache of whole answers: a request with the same bytes is answered again without a model and without
 * cost. {@link OpenRouterChatResponseMetadata#cacheStatus()} reports a hit; its usage is all zeros.
 *
 * <pre>{@code
 * OpenRouterResponseCache.on()
 * OpenRouterResponseCache.on(Duration.ofHours(1))
 * OpenRouterResponseCache.refresh()
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/response-caching">Response caching</a>
 */
public final class OpenRouterResponseCache {

    static final String HEADER = "X-OpenRouter-Cache";

    private static final long MAX_TTL_SECONDS = 86_400;

    private final boolean enabled;
    private final boolean clear;
    private final @Nullable Duration ttl;

    private OpenRouterResponseCache(boolean enabled, boolean clear, @Nullable Duration ttl) {
        this.enabled = enabled;
        this.clear = clear;
        this.ttl = ttl;
    }

    /** Keeps answers for five minutes, or for as long as the preset says. */
    public static OpenRouterResponseCache on() {
        return new OpenRouterResponseCache(true, false, null);
    }

    /**
     * Keeps answers for this time.
     *
     * @param ttl 1 second to 24 hours, in whole seconds
     */
    public static OpenRouterResponseCache on(Duration ttl) {
        ensureNotNull(ttl, "ttl");
        if (ttl.toSeconds() < 1 || ttl.toSeconds() > MAX_TTL_SECONDS) {
            throw new IllegalArgumentException(
                    "responseCache takes a ttl between 1 second and 24 hours, but is given " + ttl);
        }
        return new OpenRouterResponseCache(true, false, ttl);
    }

    /** Replaces the cached answer to this request by a new one. */
    public static OpenRouterResponseCache refresh() {
        return new OpenRouterResponseCache(true, true, null);
    }

    /** Neither stores answers nor reads them, even if a preset turns the cache on. */
    public static OpenRouterResponseCache off() {
        return new OpenRouterResponseCache(false, false, null);
    }

    boolean enabled() {
        return enabled;
    }

    Map<String, String> toHeaders() {
        var headers = new LinkedHashMap<String, String>();
        headers.put(HEADER, String.valueOf(enabled));
        if (ttl != null) {
            headers.put(HEADER + "-TTL", String.valueOf(ttl.toSeconds()));
        }
        if (clear) {
            headers.put(HEADER + "-Clear", "true");
        }
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenRouterResponseCache that
                && enabled == that.enabled
                && clear == that.clear
                && Objects.equals(ttl, that.ttl);
    }

    @Override
    public int hashCode() {
        return Objects.hash(enabled, clear, ttl);
    }

    @Override
    public String toString() {
        return "OpenRouterResponseCache{enabled=" + enabled + ", clear=" + clear + ", ttl=" + ttl + "}";
    }
}
