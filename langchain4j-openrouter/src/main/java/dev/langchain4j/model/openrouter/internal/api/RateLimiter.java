package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Pace;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import dev.langchain4j.model.openrouter.internal.rate.AmountWindow;
import dev.langchain4j.model.openrouter.internal.rate.RateWindow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls start in the order in which they ask, within a number of requests and of tokens a minute. A waiting call
 * has a place in the queue, which stays empty if the call is cancelled. Shared by models, threads and connections.
 */
public final class RateLimiter {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    // All below are guarded by this limiter's monitor.
    private final @Nullable RateWindow requests;
    private final @Nullable AmountWindow tokens;
    private long lastStart = Long.MIN_VALUE;

    /** Null: no limit. */
    public RateLimiter(@Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute) {
        this.requests = requestsPerMinute == null ? null : new RateWindow(requestsPerMinute, MINUTE);
        this.tokens = tokensPerMinute == null ? null : new AmountWindow(tokensPerMinute, MINUTE);
    }

    /** A call that waits for its turns. */
    public CallMeter paced(CallMeter meter, Object request) {
        return new PacedCall(meter, new Turns(tokens == null ? 0 : RequestTokens.of(request)));
    }

    /** The turns of the attempts of one call. */
    final class Turns implements Pace {

        private final long estimate;
        private AmountWindow.@Nullable Entry taken;

        private Turns(long estimate) {
            this.estimate = estimate;
        }

        @Override
        public Duration untilTurn(Time time, @Nullable Duration left) {
            synchronized (RateLimiter.this) {
                used(0); // an attempt before this one was refused
                long now = time.nanos();
                long wait = Math.max(0, lastStart == Long.MIN_VALUE ? 0 : lastStart - now);
                if (requests != null) {
                    wait = Math.max(wait, requests.untilNext(now));
                }
                if (tokens != null) {
                    wait = Math.max(wait, tokens.untilRoomFor(estimate, now));
                }
                if (left != null && wait > left.toNanos()) {
                    throw new TransportException(
                            Kind.PACED,
                            "This call would have to wait "
                                    + Duration.ofNanos(wait).toMillis()
                                    + " ms for its turn by rateLimiter. That is longer than the " + left.toMillis()
                                    + " ms left of totalTimeout",
                            null);
                }
                start(now + wait);
                return Duration.ofNanos(wait);
            }
        }

        private void start(long at) {
            lastStart = at;
            if (requests != null) {
                requests.start(at);
            }
            if (tokens != null) {
                taken = tokens.start(estimate, at);
            }
        }

        /** What the last attempt has used. */
        void used(long actual) {
            synchronized (RateLimiter.this) {
                if (tokens != null && taken != null) {
                    tokens.correct(taken, actual);
                }
            }
        }
    }
}
