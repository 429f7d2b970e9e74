package dev.langchain4j.model.openrouter.jdbc;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a limiter in this process: those under way, those that wait, and what the database does not know yet.
 */
final class LimitCalls {

    /** A call that has not asked for this long no longer waits. */
    private static final long FORGETS_NANOS = 5_000_000_000L;

    // All below are guarded by this object's monitor.
    private final Map<String, Attempt> underWay = new HashMap<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private Map<Long, Long> corrections = new HashMap<>();
    private boolean changed;

    /** @param slice where it has started, in milliseconds since 1970 */
    private record Attempt(long slice, long tokens) {}

    private record Waiting(long since, long asked) {}

    /** How many wait before this call, which waits from now on; by the nanosecond clock. */
    synchronized int before(String call, long now) {
        waiting.values().removeIf(other -> now - other.asked() > FORGETS_NANOS);
        waiting.compute(call, (same, old) -> new Waiting(old == null ? now : old.since(), now));
        int before = 0;
        for (String other : waiting.keySet()) {
            if (other.equals(call)) {
                break;
            }
            before++;
        }
        return before;
    }

    /** How long the first one has waited, in milliseconds, leaving out one that starts; null if none waits. */
    synchronized @Nullable Long firstWaits(long now, @Nullable String without) {
        for (Map.Entry<String, Waiting> first : waiting.entrySet()) {
            if (!first.getKey().equals(without)) {
                return (now - first.getValue().since()) / 1_000_000;
            }
        }
        return null;
    }

    synchronized boolean isUnderWay(String call) {
        return underWay.containsKey(call);
    }

    synchronized int size() {
        return underWay.size();
    }

    synchronized boolean isIdle() {
        return underWay.isEmpty() && !changed;
    }

    synchronized void started(String call, long slice, long tokens) {
        waiting.remove(call);
        underWay.put(call, new Attempt(slice, tokens));
    }

    synchronized void stopsWaiting(String call) {
        waiting.remove(call);
    }

    synchronized boolean used(String call, long tokens) {
        Attempt attempt = underWay.get(call);
        if (attempt == null || attempt.tokens() == tokens) {
            return false;
        }
        underWay.put(call, new Attempt(attempt.slice(), tokens));
        corrections.merge(attempt.slice(), tokens - attempt.tokens(), Long::sum);
        changed = true;
        return true;
    }

    synchronized boolean ended(String call) {
        waiting.remove(call);
        boolean wasUnderWay = underWay.remove(call) != null;
        changed |= wasUnderWay;
        return wasUnderWay;
    }

    /** The corrections that the database does not have yet; {@link #restore} takes them back. */
    synchronized Map<Long, Long> takeChanges() {
        Map<Long, Long> taken = corrections;
        corrections = new HashMap<>();
        changed = false;
        return taken;
    }

    /**
     * @param maybeDone whether the database may have them: then tokens are counted twice rather than given back twice
     */
    synchronized void restore(Map<Long, Long> corrected, boolean maybeDone) {
        corrected.forEach((slice, more) -> {
            if (!maybeDone || more > 0) {
                corrections.merge(slice, more, Long::sum);
            }
        });
        changed = true;
    }
}
