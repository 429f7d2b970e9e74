package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the calls of one budget: makes their reservations, and books how each ends. Thread-safe. */
public final class CostCounter {

    private final CostLimits limits;
    private final CostStore store;
    private final BinaryOperator<BigDecimal> unknownCounts;
    private final Consumer<List<CostAccount>> booked;
    private final Time time;
    private final CostPledges pledges = new CostPledges(this);

    /** The highest cost of a call, by model; of those that the catalog lists as free. */
    private final Map<String, BigDecimal> costsOfFreeModels = new ConcurrentHashMap<>();

    /**
     * @param unknownCounts what an unknown cost counts, by the reservation and the certain part of the cost
     * @param booked gets the accounts whose balance has changed by the end of a call
     */
    public CostCounter(
            CostLimits limits,
            CostStore store,
            BinaryOperator<BigDecimal> unknownCounts,
            Consumer<List<CostAccount>> booked,
            Time time) {
        this.limits = limits;
        this.store = store;
        this.unknownCounts = unknownCounts;
        this.booked = booked;
        this.time = time;
    }

    /** The amount to reserve for a call of a model: its worst case, or what a free model turned out to cost. */
    public BigDecimal amountToReserve(@Nullable String model, BigDecimal worstCase) {
        return worstCase.signum() > 0 || model == null
                ? worstCase
                : costsOfFreeModels.getOrDefault(model, BigDecimal.ZERO);
    }

    /** A call of a free model has cost this: the next ones reserve it. */
    public void learnCostOfFreeModel(@Nullable String model, BigDecimal cost) {
        if (model != null && cost.signum() > 0) {
            costsOfFreeModels.merge(model, cost, BigDecimal::max);
        }
    }

    /** A hold; {@link #reserve} makes it. */
    public CostHold prepare(BigDecimal worstCase, CostAttribution attribution) {
        return CostHold.of(worstCase, limits.accounts(attribution, time.now()), attribution);
    }

    /** One hold for each of the estimates. */
    public List<CostHold> prepare(List<CostEstimate> estimates, CostAttribution attribution) {
        List<CostAccount> accounts = limits.accounts(attribution, time.now());
        List<CostHold> holds = new ArrayList<>(estimates.size());
        for (CostEstimate estimate : estimates) {
            BigDecimal amount = amountToReserve(attribution.modelRequested(), estimate.cost());
            holds.add(CostHold.of(amount, accounts, attribution));
        }
        return holds;
    }

    /** The reservation that a hold is for: it books how the attempt ends. */
    public CostReservation reservation(CostHold hold) {
        return new CostReservation(this, hold);
    }

    /**
     * Makes the holds of one call, or of several for one result. This is the last step before a call starts: if
     * anything throws before, nothing is reserved.
     *
     * @return null, or an account where they do not fit all together; nothing is reserved then
     */
    public CostStore.@Nullable Shortage reserve(List<CostHold> holds) {
        return store.reserve(holds);
    }

    /** An account where an amount does not fit; null if it fits everywhere. */
    public CostStore.@Nullable Shortage shortage(BigDecimal amount, CostAttribution attribution) {
        return limits.accounts(attribution, time.now()).stream()
                .map(account -> new CostStore.Shortage(account, store.read(account.key())))
                .filter(found -> !found.account().hasRoomFor(amount, found.balance()))
                .findFirst()
                .orElse(null);
    }

    /** The reservations of batches. */
    public CostPledges pledges() {
        return pledges;
    }

    BigDecimal counted(BigDecimal reserved, BigDecimal part) {
        return unknownCounts.apply(reserved, part);
    }

    CostStore store() {
        return store;
    }

    void booked(List<CostAccount> accounts) {
        booked.accept(accounts);
    }
}
