package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostBalance;
import java.math.BigDecimal;
import java.util.List;

/** The reservation for one attempt of a call. The first end counts. */
final class CostReservation {

    private final OpenRouterBudget budget;
    private final BigDecimal amount;
    private final List<CostAccount> accounts;

    // Guarded by this reservation's monitor.
    private boolean ended;
    private boolean settled;

    CostReservation(OpenRouterBudget budget, BigDecimal amount, List<CostAccount> accounts) {
        this.budget = budget;
        this.amount = amount;
        this.accounts = accounts;
    }

    /** The maximum cost of the attempt. */
    BigDecimal amount() {
        return amount;
    }

    List<CostAccount> accounts() {
        return accounts;
    }

    /** The attempt cost this amount; zero if it was not sent. */
    void known(BigDecimal cost) {
        end(CostBalance.spent(amount, cost));
    }

    /**
     * The cost of the attempt is unknown.
     *
     * @param counted the amount that counts until it is known
     * @return whether this is its end
     */
    boolean unknown(BigDecimal counted) {
        return end(CostBalance.unsettled(amount, counted));
    }

    /** After {@link #unknown}: the cost is now known. @return whether it is the first time */
    boolean settled(BigDecimal counted, BigDecimal cost) {
        synchronized (this) {
            if (settled) {
                return false;
            }
            budget.book(accounts, CostBalance.settled(counted, cost));
            settled = true;
        }
        budget.warn(accounts);
        return true;
    }

    private boolean end(CostBalance change) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            budget.book(accounts, change);
            ended = true;
        }
        budget.warn(accounts);
        return true;
    }
}
