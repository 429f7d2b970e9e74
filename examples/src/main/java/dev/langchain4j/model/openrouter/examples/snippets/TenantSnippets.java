package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.scoring.ScoringModel;
import java.math.BigDecimal;
import java.util.Map;

class TenantSnippets {

    // region tag-per-call
    static OpenRouter connection(String key, OpenRouterCostListener ledger) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("tenant", new BigDecimal("0.50"))
                .build();
        return OpenRouter.builder()
                .apiKey(key)
                .budget(budget)
                .costListener(ledger)
                .build();
    }

    static String answer(ChatModel model, String tenant, String question) {
        return model.chat(ChatRequest.builder()
                        .messages(UserMessage.from(question))
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .maxOutputTokens(500)
                                .metadata(Map.of("tenant", tenant))
                                .build())
                        .build())
                .aiMessage()
                .text();
    }
    // endregion

    // region plans
    static ChatModel modelOf(OpenRouter openRouter, String tenant, String plan) {
        return openRouter
                .chatModel()
                .modelName("gpt-4o-mini")
                .maxOutputTokens(500)
                .metadata(Map.of("tenant", tenant, plan, tenant))
                .build();
    }

    static OpenRouterBudget plans() {
        return OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("free", new BigDecimal("0.10"))
                .perTag("gold", new BigDecimal("5"))
                .build();
    }
    // endregion

    // region budget-per-tenant
    record Search(EmbeddingModel embedder, ScoringModel reranker) {

        static Search of(OpenRouter openRouter, OpenRouterBudget ofTenant) {
            return new Search(
                    openRouter
                            .embeddingModel()
                            .modelName("openai/text-embedding-3-small")
                            .budget(ofTenant)
                            .build(),
                    openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v3.5")
                            .budget(ofTenant)
                            .build());
        }
    }
    // endregion

    // region key-per-tenant
    static OpenRouter connectionOf(String tenant, Map<String, String> keys) {
        return OpenRouter.builder().apiKey(keys.get(tenant)).build();
    }
    // endregion
}
