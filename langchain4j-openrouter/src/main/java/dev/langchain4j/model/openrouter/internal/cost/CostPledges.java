package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reservations of submitted batches, by the ids of the batches: each is settled once, when its batch is first
 * retrieved, in this process or in another one with the same store. Thread-safe.
 */
public final class CostPledges {

    /** Settled batches to remember; a batch can be retrieved for 30 days. */
    private static final int MAX_SETTLED = 10_000;

    private final CostCounter counter;

    // Guarded by this object's monitor.
    private final Map<String, CostReservation> open = new HashMap<>();
    private final Map<String, Boolean> settled = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_SETTLED;
        }
    };

    CostPledges(CostCounter counter) {
        this.counter = counter;
    }

    /** The batch exists: any process that shares the budget's store can settle it from now on. */
    public void add(String batchId, CostReservation reservation) {
        synchronized (this) {
            open.put(batchId, reservation);
        }
        reservation.identified(() -> batchId);
    }

    /**
     * The batch is over. One that was not submitted with this budget counts from now on, except in a shared store, which
     * ignores what it has not reserved: another process may have settled the batch.
     *
     * @param cost US dollars; null if it is unknown: {@code unknownCounts} then decides what counts, until this is
     *     called with the cost
     * @param part the part of the cost that is certain; zero if nothing is
     * @return whether its cost has now become unknown
     * @throws RuntimeException if the budget's store fails; nothing is settled then
     */
    public boolean settle(String batchId, CostAttribution attribution, @Nullable BigDecimal cost, BigDecimal part) {
        Boolean before;
        CostReservation own;
        synchronized (this) {
            before = settled.get(batchId);
            if (Boolean.TRUE.equals(before) || before != null && cost == null) {
                return false;
            }
            settled.put(batchId, cost != null);
            own = cost == null ? open.get(batchId) : open.remove(batchId);
        }
        boolean done = false;
        try {
            if (own == null) {
                settle(batchId, attribution, counter.store().find(batchId), cost, part);
            } else {
                settle(batchId, own, cost, part);
            }
            done = true;
        } finally {
            if (!done) {
                restore(batchId, before, own);
            }
        }
        return cost == null;
    }

    private synchronized void restore(String batchId, @Nullable Boolean before, @Nullable CostReservation own) {
        if (before == null) {
            settled.remove(batchId);
        } else {
            settled.put(batchId, before);
        }
        if (own != null) {
            open.put(batchId, own);
        }
    }

    /** Whether the cost of a batch is not known yet, and some process has reserved for it. */
    public boolean isOpen(String batchId) {
        synchronized (this) {
            if (open.containsKey(batchId)) {
                return true;
            }
            if (Boolean.TRUE.equals(settled.get(batchId))) {
                return false;
            }
        }
        return counter.store().find(batchId).isPresent();
    }

    private static void settle(String batchId, CostReservation own, @Nullable BigDecimal cost, BigDecimal part) {
        if (cost == null) {
            own.unknown(part, batchId);
        } else if (!own.known(cost)) {
            own.settled(cost); // it has been unknown so far
        }
    }

    /** Another process may have reserved for it. If that died, its reservation is unsettled, otherwise open. */
    private void settle(
            String batchId,
            CostAttribution attribution,
            Optional<CostHold> shared,
            @Nullable BigDecimal cost,
            BigDecimal part) {
        CostStore store = counter.store();
        if (shared.isEmpty()) {
            if (cost != null) {
                counter.reservation(counter.prepare(BigDecimal.ZERO, attribution))
                        .known(cost);
            }
        } else if (cost == null) {
            store.unknown(shared.get(), counter.counted(shared.get().amount(), part), batchId);
        } else {
            store.known(shared.get(), cost);
            store.settled(shared.get(), shared.get().amount(), cost);
        }
    }
}
