package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.api.FreeModelPacer;
import dev.langchain4j.model.openrouter.internal.api.FreeModelTurns;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.guard.FailureLog;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * processes, unless it is {@link #sharedBy} them; if there are too many, OpenRouter still answers 429. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public final class OpenRouterFreeModelPacer {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    /** Counts the turns of all processes of an account. Thread-safe. */
    @FunctionalInterface
    public interface Turns {

        /**
         * The next turn. It is taken, unless the calls of the day are used up or its delay is longer than allowed.
         * Called on the thread that sends the call. If it throws, the pacer counts the call in this process.
         *
         * @param requestsPerMinute allowed in any 60 seconds
         * @param requestsPerDay allowed from midnight to midnight UTC
         * @param longestWait null for any wait
         */
        Turn take(int requestsPerMinute, int requestsPerDay, @Nullable Duration longestWait);
    }

    /**
     * A turn.
     *
     * @param delay until it begins, 0 or more
     * @param dayUsedUp whether the day has no calls left; the delay lasts until midnight UTC then
     */
    public record Turn(Duration delay, boolean dayUsedUp) {}

    private final int requestsPerMinute;
    private final @Nullable Integer requestsPerDay;
    private final FreeModelPacer pacer;

    private OpenRouterFreeModelPacer(int requestsPerMinute, @Nullable Integer requestsPerDay, FreeModelTurns turns) {
        this.requestsPerMinute = requestsPerMinute;
        this.requestsPerDay = requestsPerDay;
        this.pacer = new FreeModelPacer(requestsPerMinute, requestsPerDay, turns);
    }

    private static OpenRouterFreeModelPacer inMemory(int requestsPerMinute, @Nullable Integer requestsPerDay) {
        return new OpenRouterFreeModelPacer(
                requestsPerMinute, requestsPerDay, FreeModelTurns.inMemory(requestsPerMinute));
    }

    /**
     * 20 calls a minute, and 1000 a day, or 50 if the key's account has never bought credits. {@code GET /key} decides
     * this before the first call of a free model.
     */
    public static OpenRouterFreeModelPacer ofKey() {
        return inMemory(FreeModelPacer.REQUESTS_PER_MINUTE, null);
    }

    /**
     * Allows this number of calls in any 60 seconds and from midnight to midnight UTC.
     *
     * @throws IllegalArgumentException if one of them is less than 1
     */
    public static OpenRouterFreeModelPacer of(int requestsPerMinute, int requestsPerDay) {
        SetterChecks.atLeast("requestsPerMinute", requestsPerMinute, 1);
        SetterChecks.atLeast("requestsPerDay", requestsPerDay, 1);
        return inMemory(requestsPerMinute, requestsPerDay);
    }

    /**
     * A pacer with the same limits that counts with all processes that share these turns, for example those of
     * {@code OpenRouterJdbc}. While the turns fail, it counts in this process.
     */
    public OpenRouterFreeModelPacer sharedBy(Turns turns) {
        ensureNotNull(turns, "turns");
        FreeModelTurns alone = FreeModelTurns.inMemory(requestsPerMinute);
        FailureLog failures = new FailureLog(LOG, "The shared turns of free models failed; this process counts alone");
        return new OpenRouterFreeModelPacer(requestsPerMinute, requestsPerDay, (time, perMinute, perDay, longest) -> {
            Turn turn = ExceptionGuard.get(() -> turns.take(perMinute, perDay, longest), e -> {
                Pace.ensureNotInterrupted(e);
                failures.failed(e);
            });
            if (turn == null) {
                return alone.take(time, perMinute, perDay, longest);
            }
            failures.worked();
            return new FreeModelTurns.Turn(turn.delay(), turn.dayUsedUp());
        });
    }

    FreeModelPacer pacer() {
        return pacer;
    }
}
