package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a response tells about its answer.
 *
 * @param generationId {@code X-Generation-Id}
 * @param cacheStatus {@code X-OpenRouter-Cache-Status}, {@code HIT} or {@code MISS}; null where caching is off
 */
public record ResponseHead(
        @Nullable String generationId, @Nullable String cacheStatus) {

    static ResponseHead of(HttpHead head) {
        return new ResponseHead(head.header("X-Generation-Id"), head.header("X-OpenRouter-Cache-Status"));
    }

    /** A head that tells nothing. */
    public static final ResponseHead NONE = new ResponseHead(null, null);
}
