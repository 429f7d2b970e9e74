package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterKeyInfo;
import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterKeyState;
import dev.langchain4j.model.openrouter.OpenRouterOAuth;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterUserKey;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;

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
            OpenRouterKeyInfo info = key.info(); // null if it is refused, or missing
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

    void signIn(OpenRouter openRouter, Map<String, String> session) {
        // region oauth
        OpenRouterOAuth oauth = openRouter
                .oauth()
                .callbackUrl("https://app.example.com/callback")
                .limit(new BigDecimal("5")) // dollars; the user can change it
                .keyLabel("Example app")
                .build();

        OpenRouterOAuth.Login login = oauth.begin();
        session.put("verifier", login.verifier());
        redirect(login.url()); // the user agrees, and the browser comes back with ?code=...
        // endregion
    }

    OpenRouter signedIn(OpenRouterOAuth oauth, String code, Map<String, String> session) {
        // region oauth-callback
        OpenRouterUserKey granted = oauth.exchange(code, session.get("verifier"));
        OpenRouter ofUser = OpenRouter.builder().apiKey(granted.key()).build();
        // endregion
        return ofUser;
    }

    private static void redirect(URI page) {
        System.out.println("Location: " + page);
    }
}
