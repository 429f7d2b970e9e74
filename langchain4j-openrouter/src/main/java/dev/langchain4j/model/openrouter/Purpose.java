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
record Purpose(
        String operation,
        @Nullable String modelRequested,
        @Nullable String sessionId,
        Map<String, String> tags) {

    static Purpose chat(OpenRouterChatRequestParameters parameters) {
        return new Purpose("chat", parameters.modelName(), parameters.sessionId(), parameters.metadata());
    }

    static Purpose embeddings(String modelRequested) {
        return new Purpose("embeddings", modelRequested, null, Map.of());
    }

    static Purpose rerank(String modelRequested) {
        return new Purpose("rerank", modelRequested, null, Map.of());
    }
}
