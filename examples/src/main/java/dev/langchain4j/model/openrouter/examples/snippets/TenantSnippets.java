package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
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

    // region key-per-tenant
    static OpenRouter connectionOf(String tenant, Map<String, String> keys) {
        return OpenRouter.builder().apiKey(keys.get(tenant)).build();
    }
    // endregion
}
