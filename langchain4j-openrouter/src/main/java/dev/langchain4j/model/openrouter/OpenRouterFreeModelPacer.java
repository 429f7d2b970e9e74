package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.FreeModelPacer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of free models within what OpenRouter allows an account, so that they wait for their turn instead of
 * failing with 429.
 *
 * <pre>{@code
 * OpenRouter openRouter = OpenRouter.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .freeModelPacer(OpenRouterFreeModelPacer.ofKey())
 *         .build();
 * }</pre>
 *
 * <p>It counts every attempt of every model that has it - chat, streaming, embedding, scoring - whose id ends in
 * {@code :free}, and of {@code openrouter/free}. A call whose turn comes later waits on the thread that sends it, which
 * for a stream is not the caller's; an interrupt or a cancel ends the wait. If it had to wait for longer than
 * {@code totalTimeout} has left, or until the next day, it fails at once with a
 * {@link dev.langchain4j.exception.RateLimitException} that tells the wait.
 *
 * <p>Limits are the account's: give one pacer to all connections of an account. What other processes call is not
 * counted; where that is too much, OpenRouter says so as before. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public final class OpenRouterFreeModelPacer {

    private final FreeModelPacer pacer;

    private OpenRouterFreeModelPacer(int requestsPerMinute, @Nullable Integer requestsPerDay) {
        this.pacer = new FreeModelPacer(requestsPerMinute, requestsPerDay);
    }

    /**
     * 20 calls a minute, and 1000 a day, or 50 for a key whose account has never bought credits. Which of them it is,
     * {@code GET /key} tells before the first call of a free model.
     */
    public static OpenRouterFreeModelPacer ofKey() {
        return new OpenRouterFreeModelPacer(FreeModelPacer.REQUESTS_PER_MINUTE, null);
    }

    /**
     * So many calls in any 60 seconds and from midnight to midnight UTC.
     *
     * @throws IllegalArgumentException if one of them is less than 1
     */
    public static OpenRouterFreeModelPacer of(int requestsPerMinute, int requestsPerDay) {
        SetterChecks.atLeast("requestsPerMinute", requestsPerMinute, 1);
        SetterChecks.atLeast("requestsPerDay", requestsPerDay, 1);
        return new OpenRouterFreeModelPacer(requestsPerMinute, requestsPerDay);
    }

    FreeModelPacer pacer() {
        return pacer;
    }
}
