package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

class ProductionSnippets {

    ChatModel model(Supplier<String> vault, String configuredModel, String configuredFallback) {
        // region production
        OpenRouter openRouter = OpenRouter.builder() // one for the application; close it at shutdown
                .apiKey(vault::get)
                .siteUrl("https://shop.example.org")
                .appName("Bicycle shop")
                .streamIdleTimeout(Duration.ofSeconds(30))
                .totalTimeout(Duration.ofMinutes(2))
                .dataPolicy(
                        OpenRouterDataPolicy.builder().denyDataCollection(true).build())
                .build();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("tenant", new BigDecimal("0.50"))
                .build();
        ChatModel model = openRouter
                .chatModel()
                .modelName(configuredModel)
                .fallbackModels(configuredFallback)
                .maxOutputTokens(1000)
                .budget(budget)
                .listeners(new OpenRouterCostListener(OpenRouterCostSink.jsonLines(Path.of("costs.jsonl"))))
                .build();
        // endregion
        return model;
    }
}
