package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The storage of a budget. Each method is atomic for all of its accounts. Thread-safe. */
public interface CostStore {

    /**
     * Reserves all amounts in all accounts, or nothing.
     *
     * @param holds at least one; all have the same accounts
     * @return null if they are reserved, else an account where they do not fit
     */
    @Nullable
    Shortage reserve(List<CostHold> holds);

    /** An open hold becomes a cost. */
    void known(CostHold hold, BigDecimal cost);

    /**
     * An open hold becomes an unknown cost.
     *
     * @param counted the amount that counts until it is known
     * @param openRouterId by which it can be learned; null for none
     */
    void unknown(CostHold hold, BigDecimal counted, @Nullable String openRouterId);

    /**
     * An unknown cost becomes known.
     *
     * @param counted what it has counted
     * @return false if it was known before
     */
    boolean settled(CostHold hold, BigDecimal counted, BigDecimal cost);

    /** The state of an account; zero for an unused one. */
    CostBalance read(CostAccount.Key account);

    /** Forgets what an account has spent; open and unsettled calls stay until they are settled. */
    void forget(CostAccount.Key account);

    /**
     * OpenRouter may have named what an open hold pays for.
     *
     * @param openRouterId only for a store that keeps it; null for none
     */
    default void identify(CostHold hold, Supplier<@Nullable String> openRouterId) {}

    /** The hold that pays for this id of OpenRouter's, if the store keeps it for other processes. */
    default Optional<CostHold> find(String openRouterId) {
        return Optional.empty();
    }

    /** The holds of processes that have died, each for one caller. */
    default List<Orphan> takeOver() {
        return List.of();
    }

    /** An account where an amount does not fit, and its state. */
    record Shortage(CostAccount account, CostBalance balance) {}

    /**
     * An unknown cost that another process has left.
     *
     * @param openRouterId by which it can be learned; null for none
     * @param abandoned whether its process died before the call ended
     */
    record Orphan(CostHold hold, @Nullable String openRouterId, boolean abandoned) {}
}
