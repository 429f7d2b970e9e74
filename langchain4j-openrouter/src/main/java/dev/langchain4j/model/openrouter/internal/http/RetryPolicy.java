package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a failed call is sent again, and after what wait, for plain calls and for streams (which are repeated
 * only before their first event). What is sent again at once is not its matter: on another connection by
 * {@link Sender}, with another key by {@link Attempts}.
 *
 * <p>The server's own wait comes first. Without one the wait is random between 0 and 0.5 s, 1 s, 2 s, … at most 8 s:
 * full jitter, so that clients that failed together do not return together. A wait of less than 0.25 s becomes a random
 * one of 0.25 s to 0.5 s.
 *
 * @param maxRetries attempts after the first
 * @param brokenAnswers whether a request whose answer broke off is repeated, although it may have been billed
 */
public record RetryPolicy(int maxRetries, boolean brokenAnswers, Time time) {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(8);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);

    /** A longer wait, such as until tomorrow's free quota, is the caller's decision. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Whether a response with this status may be repeated, unless the server says otherwise. */
    public static boolean retriableStatus(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /**
     * Returns the wait before the next attempt.
     *
     * @param attempt 1 for the first attempt, the one that just failed
     * @param free whether a repetition certainly pays for nothing, so that an answer that broke off is asked for again
     * @param left rest of the total time; null if there is no limit
     * @return null to give up; the reason is then added to the failure
     */
    @Nullable
    Duration waitAfter(int attempt, CallFailedException failure, boolean free, @Nullable Duration left) {
        boolean again = failure.retriable() || (brokenAnswers || free) && failure.broken();
        if (!again || attempt > maxRetries) {
            if (attempt > 1) {
                failure.gaveUp("gave up after " + attempt + " attempts");
            }
            return null;
        }
        Duration wait = notTooShort(failure.retryAfter() != null ? failure.retryAfter() : backoff(attempt));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            failure.gaveUp("not retried: the server asks to wait " + wait.toSeconds() + " s, longer than "
                    + LONGEST_WAIT.toSeconds() + " s");
            return null;
        }
        if (left != null && wait.compareTo(left) > 0) {
            failure.gaveUp("not retried: a wait of " + wait.toMillis() + " ms is longer than the " + left.toMillis()
                    + " ms left of totalTimeout");
            return null;
        }
        return wait;
    }

    private Duration notTooShort(Duration wait) {
        return wait.compareTo(SHORTEST_WAIT) >= 0
                ? wait
                : SHORTEST_WAIT.plusNanos((long) (time.random() * SHORTEST_WAIT.toNanos()));
    }

    private Duration backoff(int attempt) {
        long ceiling = FIRST_BACKOFF.toNanos() << Math.min(attempt - 1, 10);
        return Duration.ofNanos((long) (time.random() * Math.min(ceiling, LONGEST_BACKOFF.toNanos())));
    }
}
