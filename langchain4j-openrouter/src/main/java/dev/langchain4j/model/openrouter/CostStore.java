package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a budget counts. Each method is atomic, over all of its accounts. Thread-safe. */
interface CostStore {

    /**
     * Sets an amount aside in all accounts, or in none.
     *
     * @return null if it is set aside, else an account that has no room for it
     */
    @Nullable
    Shortage reserve(List<CostAccount> accounts, BigDecimal amount);

    /** Changes all accounts, whether or not there is room. */
    void settle(List<CostAccount> accounts, CostBalance change);

    /** How an account stands; zero for one that nobody has used. */
    CostBalance read(CostAccount.Key account);

    /** Forgets what an account has spent; what is under way or unsettled in it stays until it is settled. */
    void forget(CostAccount.Key account);

    /** An account without room, and how it stands. */
    record Shortage(CostAccount account, CostBalance balance) {}
}
