package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

class CostSnippets {

    String budget(OpenRouter openRouter, String question) {
        // region budget
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("tenant", new BigDecimal("0.50"))
                .build();
        ChatModel model = openRouter
                .chatModel()
                .budget(budget)
                .maxOutputTokens(1000)
                .metadata(Map.of("tenant", "acme"))
                .build();
        // endregion
        // region refused
        try {
            return model.chat(question);
        } catch (OpenRouterBudgetExceededException e) {
            return "Could cost $" + e.worstCase() + ", and $" + e.spent() + " of $" + e.limit() + " are spent.";
        }
        // endregion
    }

    BigDecimal ledger(OpenRouter openRouter) {
        // region ledger
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        ChatModel model = openRouter
                .chatModel()
                .listeners(new OpenRouterCostListener(
                        openRouter.modelCatalog(), totals, OpenRouterCostSink.csv(Path.of("costs.csv"))))
                .build();
        model.chat("What does a question cost?");
        BigDecimal spent = totals.total().cost();
        // endregion
        return spent;
    }
}
