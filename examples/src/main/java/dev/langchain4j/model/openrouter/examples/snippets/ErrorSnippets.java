package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.model.openrouter.OpenRouterInsufficientCreditsException;
import java.time.Duration;

class ErrorSnippets {

    String ask(ChatModel model, String question) {
        // region catch
        try {
            return model.chat(question);
        } catch (RateLimitException e) {
            Duration wait = OpenRouterException.in(e)
                    .map(OpenRouterException::retryAfter)
                    .orElse(Duration.ofMinutes(1));
            return "Busy. Come back in " + wait.toSeconds() + " s.";
        } catch (OpenRouterInsufficientCreditsException e) {
            return "The balance pays for " + e.affordableTokens() + " tokens of " + e.requestedTokens() + ".";
        } catch (LangChain4jException e) {
            OpenRouterException.in(e)
                    .ifPresent(said -> System.err.println(said.statusCode() + " from " + said.provider() + ": "
                            + said.upstreamMessage() + ", generation " + said.generationId()));
            throw e;
        }
        // endregion
    }

    OpenRouter limits() {
        // region limits
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .connectTimeout(Duration.ofSeconds(5))
                .timeout(Duration.ofMinutes(3))
                .streamIdleTimeout(Duration.ofSeconds(30))
                .totalTimeout(Duration.ofMinutes(5))
                .maxRetries(3)
                .build();
        // endregion
        return openRouter;
    }
}
