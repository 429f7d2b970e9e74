package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.FreeModelPacer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of free models within the limits of the account: calls wait for their turn instead of failing with
 * 429.
 *
 * <pre>{@code
 * OpenRouter openRouter = OpenRouter.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .freeModelPacer(OpenRouterFreeModelPacer.ofKey())
 *         .build();
 * }</pre>
 *
 * <p>It counts every attempt of its models - chat, streaming, embedding, scoring - whose id ends in {@code :free}, and
 * of {@code openrouter/free}. A call whose turn comes later waits on the thread that sends it; for a stream this is not
 * the caller's thread. An interrupt or a cancel ends the wait. If the wait would exceed the rest of
 * {@code totalTimeout}, or last until the next day, the call fails at once with a
 * {@link dev.langchain4j.exception.RateLimitException} that gives the wait.
 *
 * <p>Limits belong to the account: set one pacer on all connections of an account. It does not count calls of other
 * processes; if there are too many, OpenRouter still answers 429. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public final class OpenRouterFreeModelPacer {

    private final FreeModelPacer pacer;

    private OpenRouterFreeModelPacer(int requestsPerMinute, @Nullable Integer requestsPerDay) {
        this.pacer = new FreeModelPacer(requestsPerMinute, requestsPerDay);
    }

    /**
     * 20 calls a minute, and 1000 a day, or 50 if the key's account has never bought credits. {@code GET /key} decides
     * this before the first call of a free model.
     */
    public static OpenRouterFreeModelPacer ofKey() {
        return new OpenRouterFreeModelPacer(FreeModelPacer.REQUESTS_PER_MINUTE, null);
    }

    /**
     * Allows this number of calls in any 60 seconds and from midnight to midnight UTC.
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
