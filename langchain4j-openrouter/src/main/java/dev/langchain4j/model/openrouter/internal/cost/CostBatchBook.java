package dev.langchain4j.model.openrouter.internal.cost;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a connection remembers of batches: their attributions, and which of their lines are in the ledgers, so that each
 * line has one record however often it is retrieved. The least recently used batches are forgotten. Thread-safe.
 */
public final class CostBatchBook {

    private static final int MOST = 1_000;

    // Guarded by this book's monitor.
    private final Map<String, Batch> batches = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Batch> eldest) {
            return size() > MOST;
        }
    };

    private record Batch(CostAttribution attribution, Set<String> recorded) {}

    /** A batch that this connection has submitted. */
    public synchronized void submitted(String id, CostAttribution attribution) {
        batches.put(id, new Batch(attribution, new HashSet<>()));
    }

    public synchronized boolean isKnown(String id) {
        return batches.containsKey(id);
    }

    /** @param otherwise for a batch that somebody else has submitted */
    public synchronized CostAttribution attribution(String id, CostAttribution otherwise) {
        return entry(id, otherwise).attribution();
    }

    /**
     * Marks a line as recorded.
     *
     * @return whether it had no record before
     */
    public synchronized boolean markRecorded(String id, String line, CostAttribution otherwise) {
        return entry(id, otherwise).recorded().add(line);
    }

    private Batch entry(String id, CostAttribution otherwise) {
        return batches.computeIfAbsent(id, any -> new Batch(otherwise, new HashSet<>()));
    }
}
