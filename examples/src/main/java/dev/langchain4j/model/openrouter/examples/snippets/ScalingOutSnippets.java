package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.math.BigDecimal;
import javax.sql.DataSource;

class ScalingOutSnippets {

    String replica(DataSource dataSource) {
        // region replica
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(dataSource);
                OpenRouter openRouter = OpenRouter.builder()
                        .apiKey(System.getenv("OPENROUTER_API_KEY"))
                        .modelName("gpt-4o-mini")
                        .budget(OpenRouterBudget.builder()
                                .perDay(new BigDecimal("20"))
                                .perTag("tenant", new BigDecimal("0.50"))
                                .store(jdbc.budgetStore())
                                .build())
                        .costListener(new OpenRouterCostListener(jdbc.costSink()))
                        .freeModelPacer(jdbc.freeModelPacer())
                        .build()) {
            return openRouter.chat("How much is the fish?");
        }
        // endregion
    }

    OpenRouterRateLimiter limiter(OpenRouterJdbc jdbc) {
        // region limiter
        OpenRouterRateLimiter limiter = OpenRouterRateLimiter.builder()
                .requestsPerMinute(300)
                .tokensPerMinute(200_000L)
                .maxConcurrency(40)
                .build()
                .sharedBy(jdbc.rateTurns());
        // endregion
        return limiter;
    }
}
