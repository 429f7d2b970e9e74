package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connection remembers of batches: their attributions, which of their lines are in the ledgers, so that each
 * line has one record however often it is retrieved, and which of these have no cost yet. The least recently used
 * batches are forgotten. Thread-safe.
 */
public final class CostBatchBook {

    private static final int MAX_BATCHES = 1_000;

    // Guarded by this book's monitor.
    private final Map<String, Batch> batches = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Batch> eldest) {
            return size() > MAX_BATCHES;
        }
    };

    private static final class Batch {

        private final CostAttribution attribution;
        private final Set<String> recorded = new HashSet<>();
        private final Map<String, OpenLine> open = new LinkedHashMap<>();
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal upstreamCost = BigDecimal.ZERO;
        private @Nullable Long newUntil;

        private Batch(CostAttribution attribution) {
            this.attribution = attribution;
        }
    }

    /**
     * A line whose record has no cost.
     *
     * @param generationId of its record
     * @param tokens null if it reports none
     */
    public record OpenLine(
            String generationId,
            @Nullable String model,
            @Nullable String provider,
            @Nullable Long tokens) {

        private CostSettlement settlement(BigDecimal cost, @Nullable BigDecimal upstreamCost, boolean byok) {
            return new CostSettlement(cost, upstreamCost, byok, model, provider);
        }
    }

    /** The cost of a line whose record has none. */
    public record LateCost(String generationId, CostSettlement cost) {}

    /**
     * A batch that this connection has submitted.
     *
     * @param newUntil the time in nanoseconds until which it may be missing
     */
    public synchronized void submitted(String id, CostAttribution attribution, long newUntil) {
        Batch batch = new Batch(attribution);
        batch.newUntil = newUntil;
        batches.put(id, batch);
    }

    /** A batch that this connection has deleted at this time. */
    public synchronized void deleted(String id, CostAttribution otherwise, long nanos) {
        entry(id, otherwise).newUntil = nanos;
    }

    /** The time in nanoseconds until which a batch may be missing; null if this connection neither submitted nor deleted it. */
    public synchronized @Nullable Long newUntil(String id) {
        Batch batch = batches.get(id);
        return batch == null ? null : batch.newUntil;
    }

    public synchronized boolean isKnown(String id) {
        return batches.containsKey(id);
    }

    /** @param otherwise for a batch that somebody else has submitted */
    public synchronized CostAttribution attribution(String id, CostAttribution otherwise) {
        return entry(id, otherwise).attribution;
    }

    /**
     * Marks a line as recorded.
     *
     * @return whether it had no record before
     */
    public synchronized boolean markRecorded(String id, String line, CostAttribution otherwise) {
        return entry(id, otherwise).recorded.add(line);
    }

    /** The record of a line has no cost. */
    public synchronized void open(String id, String line, OpenLine open) {
        Batch batch = batches.get(id);
        if (batch != null) {
            batch.open.put(line, open);
        }
    }

    /** The ledgers have the cost of a line. */
    public synchronized void known(String id, BigDecimal cost, BigDecimal upstreamCost) {
        Batch batch = batches.get(id);
        if (batch != null) {
            batch.cost = batch.cost.add(cost);
            batch.upstreamCost = batch.upstreamCost.add(upstreamCost);
        }
    }

    /**
     * The cost of a line is known.
     *
     * @return whether its record has none
     */
    public synchronized boolean close(String id, String line) {
        Batch batch = batches.get(id);
        return batch != null && batch.open.remove(line) != null;
    }

    /**
     * The cost of the whole batch is known. The lines without a cost share what the others leave: in proportion to
     * their tokens, or equally if one of them reports none.
     */
    public synchronized List<LateCost> closeAll(String id, CostSettlement whole) {
        Batch batch = batches.get(id);
        if (batch == null || batch.open.isEmpty()) {
            return List.of();
        }
        List<OpenLine> lines = List.copyOf(batch.open.values());
        batch.open.clear();
        BigDecimal cost = left(whole.cost(), batch.cost);
        BigDecimal upstream = whole.upstreamCost() == null ? null : left(whole.upstreamCost(), batch.upstreamCost);
        known(id, cost, upstream == null ? BigDecimal.ZERO : upstream); // nothing is left for a line that arrives later
        return shares(lines, cost, upstream, whole.byok());
    }

    private static BigDecimal left(BigDecimal whole, BigDecimal known) {
        return whole.subtract(known).max(BigDecimal.ZERO);
    }

    private static List<LateCost> shares(
            List<OpenLine> lines, BigDecimal cost, @Nullable BigDecimal upstream, boolean byok) {
        boolean counted = lines.stream().allMatch(line -> line.tokens() != null && line.tokens() > 0);
        long all = counted ? lines.stream().mapToLong(OpenLine::tokens).sum() : lines.size();
        List<LateCost> shares = new ArrayList<>();
        long before = 0;
        for (OpenLine line : lines) {
            long after = before + (counted ? line.tokens() : 1);
            BigDecimal ofUpstream = upstream == null ? null : CostShares.share(upstream, before, after, all);
            shares.add(new LateCost(
                    line.generationId(),
                    line.settlement(CostShares.share(cost, before, after, all), ofUpstream, byok)));
            before = after;
        }
        return shares;
    }

    private Batch entry(String id, CostAttribution otherwise) {
        return batches.computeIfAbsent(id, any -> new Batch(otherwise));
    }
}
