package dev.langchain4j.model.openrouter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call is for, as the ledger names it.
 *
 * @param operation {@code chat}, {@code embeddings}, {@code rerank}, {@code image}, {@code speech} or {@code transcription}
 * @param modelRequested an alias perhaps
 * @param sessionId whose budget is charged
 * @param tags whose budgets are charged
 */
record CostAttribution(
        String operation,
        @Nullable String modelRequested,
        @Nullable String sessionId,
        Map<String, String> tags) {

    /** For calls that belong to neither session nor tag. */
    static CostAttribution of(String operation, String modelRequested) {
        return new CostAttribution(operation, modelRequested, null, Map.of());
    }
}
