package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch that has been mapped and checked.
 *
 * @param modelId sent for the whole batch
 * @param provider the same
 * @param pricing its maximum cost
 */
record BatchPlan(
        String modelId,
        @Nullable Map<String, Object> provider,
        List<BatchSubmission.Line> lines,
        CostAttribution attribution,
        Function<CostEstimator, CostEstimate> pricing) {}
