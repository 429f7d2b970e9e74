package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A running check: one connection, one budget for everything.
 *
 * @param withoutKey a connection that sends no key
 */
record Live(
        LiveSettings settings,
        OpenRouter openRouter,
        OpenRouter withoutKey,
        OpenRouterBudget budget,
        OpenRouterCostTotals totals,
        LiveModels models)
        implements AutoCloseable {

    /** Enough for a short answer. */
    static final int SHORT = 200;

    /** Free models think first, and it costs nothing. */
    private static final int LONG = 2000;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    Duration patience() {
        return PATIENCE;
    }

    /** The result; throws what a plain call throws. */
    <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer after " + PATIENCE.toSeconds() + " s", e);
        }
    }

    static Live connect(LiveSettings settings) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(settings.limit())
                .settleUnknown(false)
                .build();
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        OpenRouter openRouter = connection(settings)
                .apiKey(settings.key())
                .budget(budget)
                .costListener(new OpenRouterCostListener(totals))
                .build();
        OpenRouter withoutKey = connection(settings).build();
        try {
            LiveModels models = new LiveModels(openRouter.modelCatalog().models(), settings.models());
            return new Live(settings, openRouter, withoutKey, budget, totals, models);
        } catch (RuntimeException e) {
            openRouter.close();
            withoutKey.close();
            throw e;
        }
    }

    static OpenRouter.Builder connection(LiveSettings settings) {
        return OpenRouter.builder()
                .baseUrl(settings.baseUrl())
                .appName("langchain4j-openrouter live check")
                .maxRetries(settings.retries())
                .timeout(PATIENCE)
                .totalTimeout(PATIENCE);
    }

    /** Asks a free model, and a cheap one if the free ones are busy or not allowed. */
    Finding freeFirst(Function<ChatRequest, Finding> ask) {
        if (models.has(LiveModels.FREE)) {
            try {
                return ask.apply(request(LiveModels.FREE, LONG));
            } catch (OpenRouterBudgetExceededException e) {
                throw e; // it was not free
            } catch (LangChain4jException busy) {
                Finding paid = ask.apply(request(models.cheap(), SHORT));
                return new Finding(paid.verdict(), paid.cameBack() + " (the free models did not answer)");
            }
        }
        return ask.apply(request(models.cheap(), SHORT));
    }

    /** Asks for one word. */
    static ChatRequest request(String model, int maxOutputTokens) {
        return ChatRequest.builder()
                .messages(UserMessage.from(Prompts.WORD))
                .modelName(model)
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    public void close() {
        openRouter.close();
        withoutKey.close();
    }
}
