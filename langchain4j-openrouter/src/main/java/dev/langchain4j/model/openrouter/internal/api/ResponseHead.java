package dev.langchain4j.model.openrouter.internal.api;

import org.jspecify.annotations.Nullable;

/**
 * What the head of a response tells about its answer.
 *
 * @param generationId {@code X-Generation-Id}
 * @param cacheStatus {@code X-OpenRouter-Cache-Status}, {@code HIT} or {@code MISS}; null where caching is off
 */
public record ResponseHead(
        @Nullable String generationId, @Nullable String cacheStatus) {

    /** A head that tells nothing. */
    public static final ResponseHead NONE = new ResponseHead(null, null);
}
