package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterKeyInfo;
import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterKeyState;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import java.math.BigDecimal;

class KeySnippets {

    OpenRouter severalKeys() {
        // region key-ring
        OpenRouterKeyRing ring = OpenRouterKeyRing.builder()
                .key("team", System.getenv("TEAM_KEY"))
                .key("reserve", System.getenv("RESERVE_KEY"))
                .build();
        OpenRouter openRouter = OpenRouter.builder().keyRing(ring).build();
        // endregion
        return openRouter;
    }

    void states(OpenRouter openRouter) {
        // region key-states
        for (OpenRouterKeyState key : openRouter.keys()) {
            OpenRouterKeyInfo info = key.info(); // null if OpenRouter refuses the key
            BigDecimal left = info == null ? null : info.limitRemaining();
            System.out.println(key.label() + ": " + key.status() + ", $" + left + " left");
        }
        // endregion
    }

    OpenRouter limited() {
        // region rate-limiter
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .rateLimiter(OpenRouterRateLimiter.builder()
                        .requestsPerMinute(300)
                        .tokensPerMinute(200_000L)
                        .build())
                .build();
        // endregion
        return openRouter;
    }
}
