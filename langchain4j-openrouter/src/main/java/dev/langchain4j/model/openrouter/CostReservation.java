package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.cost.CostHold;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The reservation for one attempt of a call. The first end counts. */
final class CostReservation {

    private final OpenRouterBudget budget;
    private final CostHold hold;

    // Guarded by this reservation's monitor.
    private boolean ended;
    private boolean settled;

    CostReservation(OpenRouterBudget budget, CostHold hold) {
        this.budget = budget;
        this.hold = hold;
    }

    /** The maximum cost of the attempt. */
    BigDecimal amount() {
        return hold.amount();
    }

    CostHold hold() {
        return hold;
    }

    /** OpenRouter has given the attempt an id, by which another process could learn its cost. */
    void identified(String openRouterId) {
        budget.store().identify(hold, openRouterId);
    }

    /** The attempt cost this amount; zero if it was not sent. */
    void known(BigDecimal cost) {
        end(() -> budget.store().known(hold, cost));
    }

    /**
     * The cost of the attempt is unknown.
     *
     * @param counted the amount that counts until it is known
     * @param openRouterId by which it can be learned; null for none
     * @return whether this is its end
     */
    boolean unknown(BigDecimal counted, @Nullable String openRouterId) {
        return end(() -> budget.store().unknown(hold, counted, openRouterId));
    }

    /** After {@link #unknown}: the cost is now known. @return whether it is the first time */
    boolean settled(BigDecimal counted, BigDecimal cost) {
        boolean first;
        synchronized (this) {
            if (settled) {
                return false;
            }
            first = budget.store().settled(hold, counted, cost);
            settled = true;
        }
        budget.warn(hold.accounts());
        return first;
    }

    private boolean end(Runnable booking) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            booking.run();
            ended = true;
        }
        budget.warn(hold.accounts());
        return true;
    }
}
