package dev.langchain4j.model.openrouter.internal.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object: tokens as the upstream counts them, money in US dollars. Null is not reported.
 *
 * @param searchUnits what a rerank request is billed by, with some models
 */
public record Usage(
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens,
        @Nullable Integer totalTokens,
        @Nullable Integer cachedTokens,
        @Nullable Integer cacheWriteTokens,
        @Nullable Integer audioInputTokens,
        @Nullable Integer reasoningTokens,
        @Nullable Integer audioOutputTokens,
        @Nullable Integer imageOutputTokens,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal upstreamCost,
        @Nullable Boolean byok,
        @Nullable Integer webSearchRequests,
        @Nullable Integer searchUnits) {

    /** By hand: the first use of a record's own equals costs a program 20 ms, and every answer asks this. */
    boolean reportsNothing() {
        return promptTokens == null
                && completionTokens == null
                && totalTokens == null
                && cachedTokens == null
                && cacheWriteTokens == null
                && audioInputTokens == null
                && reasoningTokens == null
                && audioOutputTokens == null
                && imageOutputTokens == null
                && cost == null
                && upstreamCost == null
                && byok == null
                && webSearchRequests == null
                && searchUnits == null;
    }
}
