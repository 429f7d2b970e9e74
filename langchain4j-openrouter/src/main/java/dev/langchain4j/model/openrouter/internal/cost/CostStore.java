package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The storage of a budget. Each method is atomic for all of its accounts. Thread-safe. */
public interface CostStore {

    /**
     * Reserves an amount in all accounts, or in none.
     *
     * @return null if it is reserved, else an account where it does not fit
     */
    @Nullable
    Shortage reserve(List<CostAccount> accounts, BigDecimal amount);

    /** Changes all accounts, without checking their limits. */
    public void settle(List<CostAccount> accounts, CostBalance change);

    /** The state of an account; zero for an unused one. */
    public CostBalance read(CostAccount.Key account);

    /** Forgets what an account has spent; open and unsettled calls stay until they are settled. */
    public void forget(CostAccount.Key account);

    /** An account where an amount does not fit, and its state. */
    record Shortage(CostAccount account, CostBalance balance) {}
}
