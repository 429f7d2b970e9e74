package dev.langchain4j.model.openrouter.internal.api.batch;

import org.jspecify.annotations.Nullable;

/**
 * What became of the data of a deleted batch.
 *
 * @param openRouter the state of OpenRouter's copy
 * @param provider whose copy the next state is about; null if it is not reported
 * @param upstream {@code deleted}, {@code unsupported} or {@code not_applicable}
 */
public record BatchDeletion(
        String id,
        @Nullable String openRouter,
        @Nullable String provider,
        @Nullable String upstream) {}
