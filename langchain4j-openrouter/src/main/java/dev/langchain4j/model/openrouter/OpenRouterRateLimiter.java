package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.api.RateLimiter;
import dev.langchain4j.model.openrouter.internal.api.RateTurns;
import dev.langchain4j.model.openrouter.internal.api.RateTurnsInMemory;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.guard.FailureLog;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the requests and the tokens that a connection sends in any 60 seconds, and the calls that are under way at
 * once, for models of any price: calls wait for their turn, in the order in which they came.
 *
 * <pre>{@code
 * OpenRouter openRouter = OpenRouter.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .rateLimiter(OpenRouterRateLimiter.builder().requestsPerMinute(300).tokensPerMinute(200_000L).build())
 *         .build();
 * }</pre>
 *
 * <p>It counts every attempt of every call that a model answers: chat, streams, embeddings, reranking, decisions,
 * images, speech, transcripts; a batch, whose requests OpenRouter sends when it likes, does not count. Before a call
 * its tokens are estimated: about four bytes of text each, plus its {@code maxOutputTokens} if set; when the answer
 * reports its usage, that counts instead. A call that alone exceeds the limit waits until no other counts.
 *
 * <p>A plain call waits on its caller's thread; streams and asynchronous calls wait without a thread. An interrupt or a
 * cancel ends the wait. If the wait would exceed the rest of {@code totalTimeout}, the call fails at once with a
 * {@link dev.langchain4j.exception.RateLimitException} that gives the wait. The length of a wait for other calls is
 * unknown: it ends with {@code totalTimeout} at the latest. A call that a handler makes before its stream has ended
 * needs a turn of its own. Set one limiter on several connections to limit them together; calls of other processes
 * count if it is {@link #sharedBy} them. Thread-safe.
 *
 * @see OpenRouterFreeModelPacer
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public final class OpenRouterRateLimiter {

    private final Limits limits;
    private final RateLimiter limiter;

    private OpenRouterRateLimiter(Limits limits, RateTurns turns) {
        this.limits = limits;
        this.limiter = new RateLimiter(turns, limits.tokensPerMinute() != null);
    }

    /**
     * The limits. Null: none.
     *
     * @param requestsPerMinute attempts that start in any 60 seconds
     * @param tokensPerMinute of these attempts
     * @param maxConcurrency calls under way
     */
    public record Limits(
            @Nullable Integer requestsPerMinute,
            @Nullable Long tokensPerMinute,
            @Nullable Integer maxConcurrency) {}

    /** Counts for all processes that share a limiter. Thread-safe. */
    public interface Turns {

        /**
         * The next turn of a call: for its first attempt, or for another one, after one that was refused and has used
         * no tokens. Called on the thread that sends the call. If it throws, the limiter counts the call in this
         * process.
         *
         * @param call identifies the call in this process
         * @param tokens the attempt may use; 0 without a limit of tokens
         * @param longestWait a turn that comes later is not taken; null for any wait
         */
        Turn take(Limits limits, String call, long tokens, @Nullable Duration longestWait);

        /** What the last attempt of a call has used. Called on the thread of the ended call, so it must not wait. */
        void used(String call, long tokens);

        /** A call is over, or no longer waits, whether it had a turn or not. Must not wait. */
        void ended(String call);
    }

    /**
     * A turn, or the wait for one.
     *
     * @param delay until it begins, 0 or more; if it is not taken, until it is worth asking again
     * @param taken false if the limiter has to ask again
     */
    public record Turn(Duration delay, boolean taken) {}

    private static RateTurns inMemory(Limits limits) {
        return new RateTurnsInMemory(limits.requestsPerMinute(), limits.tokensPerMinute(), limits.maxConcurrency());
    }

    /**
     * A limiter with the same limits that counts with all processes that share these turns, for example those of
     * {@code OpenRouterJdbc}. While the turns fail, it counts in this process. Set the same limits in all processes.
     */
    public OpenRouterRateLimiter sharedBy(Turns turns) {
        return new OpenRouterRateLimiter(
                limits, new SharedTurns(limits, ensureNotNull(turns, "turns"), inMemory(limits)));
    }

    /** A builder with no limit. */
    public static Builder builder() {
        return new Builder();
    }

    RateLimiter limiter() {
        return limiter;
    }

    /**
     * Collects limits. Every setter takes null for "no limit"; at least one limit must be set. Not for several threads
     * at once.
     */
    public static final class Builder {

        private @Nullable Integer requestsPerMinute;
        private @Nullable Long tokensPerMinute;
        private @Nullable Integer maxConcurrency;

        private Builder() {}

        /** Most attempts that start in any 60 seconds, 1 or more. Default: no limit. */
        public Builder requestsPerMinute(@Nullable Integer requestsPerMinute) {
            SetterChecks.atLeast("rateLimiter.requestsPerMinute", requestsPerMinute, 1);
            this.requestsPerMinute = requestsPerMinute;
            return this;
        }

        /**
         * Most tokens, input and output, of the attempts that start in any 60 seconds, 1 or more. Default: no limit.
         */
        public Builder tokensPerMinute(@Nullable Long tokensPerMinute) {
            if (tokensPerMinute != null && tokensPerMinute < 1) {
                throw SetterChecks.refused("rateLimiter.tokensPerMinute", "must be at least 1", tokensPerMinute);
            }
            this.tokensPerMinute = tokensPerMinute;
            return this;
        }

        /** Like {@link #tokensPerMinute(Long)}. */
        public Builder tokensPerMinute(long tokensPerMinute) {
            return tokensPerMinute(Long.valueOf(tokensPerMinute));
        }

        /**
         * Most calls under way, 1 or more: from its turn to the end of its answer, waits between its attempts included.
         * Default: no limit.
         */
        public Builder maxConcurrency(@Nullable Integer maxConcurrency) {
            SetterChecks.atLeast("rateLimiter.maxConcurrency", maxConcurrency, 1);
            this.maxConcurrency = maxConcurrency;
            return this;
        }

        /**
         * The limiter, detached from this builder.
         *
         * @throws IllegalArgumentException if no limit is set
         */
        public OpenRouterRateLimiter build() {
            if (requestsPerMinute == null && tokensPerMinute == null && maxConcurrency == null) {
                throw new IllegalArgumentException("requestsPerMinute, tokensPerMinute or maxConcurrency must be set");
            }
            Limits limits = new Limits(requestsPerMinute, tokensPerMinute, maxConcurrency);
            return new OpenRouterRateLimiter(limits, inMemory(limits));
        }
    }

    /** Takes turns among all processes; among the calls of this one while the others' cannot be counted. */
    private static final class SharedTurns implements RateTurns {

        private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

        /** The shortest wait before turns that gave none are asked again. */
        private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

        private final Limits limits;
        private final Turns turns;
        private final RateTurns alone;

        private final FailureLog takes = new FailureLog(
                LOG, "The shared turns of a rate limiter fail; until they are back this process counts alone");
        private final FailureLog ends =
                new FailureLog(LOG, "The shared turns of a rate limiter do not know that a call has ended");

        SharedTurns(Limits limits, Turns turns, RateTurns alone) {
            this.limits = limits;
            this.turns = turns;
            this.alone = alone;
        }

        @Override
        public Turn take(Time time, String call, long tokens, @Nullable Duration longest) {
            OpenRouterRateLimiter.Turn turn =
                    ExceptionGuard.get(() -> turns.take(limits, call, tokens, longest), this::failed);
            if (turn == null) {
                return alone.take(time, call, tokens, longest);
            }
            takes.worked();
            boolean again = !turn.taken() && turn.delay().compareTo(SHORTEST_WAIT) < 0;
            return new Turn(again ? SHORTEST_WAIT : turn.delay(), turn.taken());
        }

        private void failed(Throwable e) {
            Pace.ensureNotInterrupted(e);
            takes.failed(e);
        }

        @Override
        public void used(String call, long tokens) {
            alone.used(call, tokens);
            tell(() -> turns.used(call, tokens));
        }

        @Override
        public void ended(String call) {
            alone.ended(call);
            tell(() -> turns.ended(call));
        }

        private void tell(Runnable end) {
            Runnable told = () -> {
                end.run();
                ends.worked();
            };
            ExceptionGuard.run(told, ends::failed);
        }
    }
}
