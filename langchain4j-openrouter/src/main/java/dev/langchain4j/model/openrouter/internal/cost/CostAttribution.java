package dev.langchain4j.model.openrouter.internal.cost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call is counted as: its operation and model in the ledger, its session and tags in the budget.
 *
 * @param operation {@code chat}, {@code embeddings}, {@code rerank}, {@code decisions}, {@code image}, {@code speech},
 *     {@code transcription}, {@code batch_chat} or {@code batch_embeddings}
 * @param modelRequested the id of the model in the request
 * @param sessionId the session whose budget is charged
 * @param tags the tags whose budgets are charged
 */
public record CostAttribution(
        String operation,
        @Nullable String modelRequested,
        @Nullable String sessionId,
        Map<String, String> tags) {

    /** For calls without session and tag. */
    public static CostAttribution of(String operation, String modelRequested) {
        return new CostAttribution(operation, modelRequested, null, Map.of());
    }

    /**
     * Whether it is a batch. The ledger then has a record for each line, when the batch is read, and none for the
     * whole.
     */
    public boolean isBatch() {
        return operation.startsWith("batch_");
    }
}
