package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.rate.AmountWindow;
import dev.langchain4j.model.openrouter.internal.rate.RateWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The turns of this process, in the order in which calls ask. A call that waits for the minute has a place in the
 * queue, which stays empty if the call is cancelled; one that waits for another to end leaves no gap.
 */
public final class RateTurnsInMemory implements RateTurns {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long ASKS_AGAIN_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    /** With this many calls or more before it, a call makes the longest pause. */
    private static final long MANY = LONGEST_PAUSE_MILLIS / ASKS_AGAIN_MILLIS;

    // All below are guarded by this object's monitor.
    private final @Nullable RateWindow requests;
    private final @Nullable AmountWindow tokens;
    private final @Nullable Integer maxConcurrency;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> underWay = new LinkedHashSet<>();
    private final Map<String, AmountWindow.Entry> taken = new HashMap<>();
    private long lastStart = Long.MIN_VALUE;

    /** Null: no limit. */
    public RateTurnsInMemory(
            @Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute, @Nullable Integer maxConcurrency) {
        this.requests = requestsPerMinute == null ? null : new RateWindow(requestsPerMinute, MINUTE);
        this.tokens = tokensPerMinute == null ? null : new AmountWindow(tokensPerMinute, MINUTE);
        this.maxConcurrency = maxConcurrency;
    }

    @Override
    public synchronized Turn take(Time time, String call, long estimate, @Nullable Duration longest) {
        used(call, 0); // an attempt before this one was refused
        int before = callsBefore(call);
        if (before > 0) {
            return new Turn(Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, ASKS_AGAIN_MILLIS * before)), false);
        }
        long now = time.nanos();
        long wait = untilNext(estimate, now);
        if (longest != null && wait > longest.toNanos()) {
            return new Turn(Duration.ofNanos(wait), false);
        }
        start(call, estimate, now + wait);
        return new Turn(Duration.ofNanos(wait), true);
    }

    /** How many calls must end before this one may start; of many, not all are counted. */
    private int callsBefore(String call) {
        if (maxConcurrency == null || underWay.contains(call)) {
            return 0;
        }
        waiting.add(call);
        int before = underWay.size() - maxConcurrency + 1;
        for (String other : waiting) {
            if (before >= MANY || other.equals(call)) {
                break;
            }
            before++;
        }
        return before;
    }

    private long untilNext(long estimate, long now) {
        long wait = Math.max(0, lastStart == Long.MIN_VALUE ? 0 : lastStart - now);
        if (requests != null) {
            wait = Math.max(wait, requests.untilNext(now));
        }
        return tokens == null ? wait : Math.max(wait, tokens.untilRoomFor(estimate, now));
    }

    private void start(String call, long estimate, long at) {
        lastStart = at;
        if (requests != null) {
            requests.start(at);
        }
        if (tokens != null) {
            taken.put(call, tokens.start(estimate, at));
        }
        if (maxConcurrency != null) {
            waiting.remove(call);
            underWay.add(call);
        }
    }

    @Override
    public synchronized void used(String call, long actual) {
        AmountWindow.Entry entry = taken.get(call);
        if (tokens != null && entry != null) {
            tokens.correct(entry, actual);
        }
    }

    @Override
    public synchronized void ended(String call) {
        waiting.remove(call);
        underWay.remove(call);
        taken.remove(call);
    }
}
