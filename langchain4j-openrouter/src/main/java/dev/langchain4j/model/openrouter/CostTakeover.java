package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostSettler;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes over the reservations of processes that died: puts their calls into the ledger, and gives those with an id to
 * the settler.
 */
final class CostTakeover {

    private static final long PERIOD = Duration.ofSeconds(30).toNanos();

    private final CostStore store;
    private final CostSettler settler;
    private final boolean byokCounts;
    private final Time time;
    private final AtomicLong next;

    CostTakeover(CostStore store, CostSettler settler, boolean byokCounts, Time time) {
        this.store = store;
        this.settler = settler;
        this.byokCounts = byokCounts;
        this.time = time;
        this.next = new AtomicLong(time.nanos());
    }

    /** Runs on a thread of its own, if the last run is long enough ago. */
    void inBackground(CostMeter meter) {
        long due = next.get();
        long now = time.nanos();
        if (now - due < 0 || !next.compareAndSet(due, now + PERIOD)) {
            return;
        }
        OwnThread.start(() -> run(meter), "openrouter-budget-takeover"); // else the next call after the period tries
    }

    /** @param meter of a connection that can look up costs, and has the ledgers */
    void run(CostMeter meter) {
        ExceptionGuard.run(
                () -> store.takeOver().forEach(orphan -> adopt(orphan, meter)),
                e -> meter.log().warn("The budget's store failed to say which calls were left by other processes", e));
    }

    private void adopt(CostStore.Orphan orphan, CostMeter meter) {
        CostAttribution attribution = orphan.hold().attribution();
        String id = orphan.openRouterId();
        boolean recorded = id == null || !attribution.isBatch();
        if (orphan.abandoned() && recorded) {
            meter.recordInLedgers(OpenRouterCostRecord.abandoned(time.now(), attribution, id));
        }
        if (id != null) {
            settler.add(id, meter.lookup(), settlement -> {
                if (attribution.isBatch() && byokCounts && settlement.mayCostMore()) {
                    return; // its answers may tell more: it is settled when they are read
                }
                if (store.settled(orphan.hold(), orphan.hold().amount(), settlement.charged(byokCounts)) && recorded) {
                    meter.recordInLedgers(OpenRouterCostRecord.settled(time.now(), attribution, id, settlement));
                }
            });
        }
    }
}
