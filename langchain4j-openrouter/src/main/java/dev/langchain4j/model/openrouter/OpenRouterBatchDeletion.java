package dev.langchain4j.model.openrouter;

import org.jspecify.annotations.Nullable;

/**
 * The state of the data of a deleted batch: requests and results. Records of billing stay.
 *
 * @param batchId the id of the batch, which no longer exists
 * @param openRouter the state of OpenRouter's copy: {@code deleted}; null if it is not reported
 * @param provider the provider that ran the batch; null if it is not reported
 * @param upstream the state of the provider's copy: {@code deleted}, {@code not_applicable} if it has none, or
 *     {@code unsupported} if the provider cannot delete it and keeps it for its own time; null if it is not reported
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public record OpenRouterBatchDeletion(
        String batchId,
        @Nullable String openRouter,
        @Nullable String provider,
        @Nullable String upstream) {}
