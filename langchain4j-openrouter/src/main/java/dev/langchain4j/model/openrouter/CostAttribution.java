package dev.langchain4j.model.openrouter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call is for, as the ledger names it.
 *
 * @param operation {@code chat}, {@code embeddings} or {@code rerank}
 * @param modelRequested an alias perhaps
 * @param sessionId whose budget is charged
 * @param tags whose budgets are charged
 */
record CostAttribution(
        String operation,
        @Nullable String modelRequested,
        @Nullable String sessionId,
        Map<String, String> tags) {

    static CostAttribution chat(OpenRouterChatRequestParameters parameters) {
        return new CostAttribution("chat", parameters.modelName(), parameters.sessionId(), parameters.metadata());
    }

    static CostAttribution embeddings(String modelRequested) {
        return new CostAttribution("embeddings", modelRequested, null, Map.of());
    }

    static CostAttribution rerank(String modelRequested) {
        return new CostAttribution("rerank", modelRequested, null, Map.of());
    }
}
