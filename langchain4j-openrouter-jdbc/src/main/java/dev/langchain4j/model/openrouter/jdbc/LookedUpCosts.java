package dev.langchain4j.model.openrouter.jdbc;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Costs that this process has looked up, by their reservations: from the first try to count one until its record must
 * be there. Keeps at most 10,000, as many as a budget looks up.
 */
final class LookedUpCosts {

    private static final int MAX_COSTS = 10_000;

    // Guarded by this object's monitor.
    private final Map<String, State> costs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
            return size() > MAX_COSTS;
        }
    };

    /**
     * Of a cost.
     *
     * @param failed whether the last try has ended without an answer: the cost may be counted
     * @param told when the caller was told that it is counted; null while it is not
     */
    private record State(boolean failed, @Nullable Instant told) {}

    /** @return whether the last try has ended without an answer */
    synchronized boolean tried(String reservationId) {
        State before = costs.remove(reservationId);
        boolean failed = before != null && before.failed();
        costs.put(reservationId, new State(failed, null));
        return failed;
    }

    synchronized void failed(String reservationId) {
        costs.put(reservationId, new State(true, null));
    }

    synchronized void told(String reservationId, Instant now) {
        costs.put(reservationId, new State(false, now));
    }

    /** Those whose record can still come, if it follows until this time. */
    synchronized Set<String> awaited(Instant told) {
        costs.values().removeIf(cost -> cost.told() != null && !cost.told().isAfter(told));
        return Set.copyOf(costs.keySet());
    }
}
