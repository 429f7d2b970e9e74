package dev.langchain4j.model.openrouter.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The reservations whose end or id is noted in the journal, and perhaps not in the tables yet. Thread-safe. */
final class Noted {

    /** How many ends and ids, by their reservations. */
    private final Map<String, Integer> unwritten = new ConcurrentHashMap<>();

    void add(String reservationId) {
        unwritten.merge(reservationId, 1, Integer::sum);
    }

    /** The tables have these requests, or will never have them. */
    void remove(List<Queued> asks) {
        for (Queued queued : asks) {
            if (queued.ask instanceof Ask.Settle settle) {
                remove(settle.id());
            } else if (queued.ask instanceof Ask.Identify identify) {
                remove(identify.id());
            }
        }
    }

    void remove(String reservationId) {
        unwritten.computeIfPresent(reservationId, (id, times) -> times == 1 ? null : times - 1);
    }

    Set<String> ids() {
        return Set.copyOf(unwritten.keySet());
    }
}
