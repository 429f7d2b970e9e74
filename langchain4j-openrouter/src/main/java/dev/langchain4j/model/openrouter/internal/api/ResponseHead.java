package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The data about an answer in the head of its response.
 *
 * @param generationId {@code X-Generation-Id}
 * @param cacheStatus {@code X-OpenRouter-Cache-Status}, {@code HIT} or {@code MISS}; null if caching is off
 * @param cacheAge {@code X-OpenRouter-Cache-Age}, seconds
 * @param cacheTtl {@code X-OpenRouter-Cache-TTL}, seconds
 * @param cacheSourceId {@code X-OpenRouter-Cache-Source-Id}
 * @param secrets those of the request
 */
public record ResponseHead(
        @Nullable String generationId,
        @Nullable String cacheStatus,
        @Nullable String cacheAge,
        @Nullable String cacheTtl,
        @Nullable String cacheSourceId,
        Secrets secrets) {

    /** An empty head. */
    public static final ResponseHead NONE = new ResponseHead(null, null);

    public ResponseHead(@Nullable String generationId, @Nullable String cacheStatus) {
        this(generationId, cacheStatus, null, null, null, Secrets.NONE);
    }

    static ResponseHead of(HttpHead head) {
        return new ResponseHead(
                head.header("X-Generation-Id"),
                head.header("X-OpenRouter-Cache-Status"),
                head.header("X-OpenRouter-Cache-Age"),
                head.header("X-OpenRouter-Cache-TTL"),
                head.header("X-OpenRouter-Cache-Source-Id"),
                head.secrets());
    }

    /** A text of the answer that a message may show. */
    public String withoutSecrets(String text) {
        return secrets.removedFrom(text);
    }

    /** The upstream provider, which {@code /images} reports only here; null if it is missing. */
    static @Nullable String provider(HttpHead head) {
        return head.header("x-provider-name");
    }
}
