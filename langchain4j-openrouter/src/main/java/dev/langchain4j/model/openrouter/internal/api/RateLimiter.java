package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.CallIds;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls start when it is their turn. Shared by models, threads and connections, and by processes if its turns are.
 *
 * @param countsTokens whether the size of a request matters
 */
public record RateLimiter(RateTurns turns, boolean countsTokens) {

    /** A call that waits for its turns. */
    public CallMeter paced(CallMeter meter, Object request) {
        return new PacedCall(meter, new Turns(countsTokens ? RequestTokens.of(request) : 0));
    }

    /** The turns of the attempts of one call. */
    final class Turns implements Pace {

        private final String call = CallIds.id(CallIds.next());
        private final long estimate;
        private volatile boolean taken;

        private Turns(long estimate) {
            this.estimate = estimate;
        }

        @Override
        public Duration untilTurn(Time time, @Nullable Duration left) {
            RateTurns.Turn turn = turns.take(time, call, estimate, left);
            taken = turn.taken();
            if (left != null && turn.delay().compareTo(left) > 0) {
                throw new TransportException(
                        Kind.PACED,
                        "This call would have to wait "
                                + turn.delay().toMillis()
                                + " ms for its turn by rateLimiter. That is longer than the " + left.toMillis()
                                + " ms left of totalTimeout",
                        null);
            }
            return turn.delay();
        }

        @Override
        public boolean isTaken() {
            return taken;
        }

        /** What the last attempt has used. */
        void used(long actual) {
            turns.used(call, actual);
        }

        void ended() {
            turns.ended(call);
        }
    }
}
