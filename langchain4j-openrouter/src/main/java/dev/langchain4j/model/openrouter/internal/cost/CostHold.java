package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.http.CallIds;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The maximum cost of an attempt, held in some accounts until it ends.
 *
 * @param ofStore its id if it comes from a store; null if it was made here
 * @param number counts those that were made here
 */
public record CostHold(
        @Nullable String ofStore,
        long number,
        BigDecimal amount,
        List<CostAccount> accounts,
        CostAttribution attribution) {

    /** A reservation that a store holds. */
    public CostHold(String id, BigDecimal amount, List<CostAccount> accounts, CostAttribution attribution) {
        this(id, 0, amount, accounts, attribution);
    }

    /** A new reservation, with a new id. */
    public static CostHold of(BigDecimal amount, List<CostAccount> accounts, CostAttribution attribution) {
        return new CostHold(null, CallIds.next(), amount, accounts, attribution);
    }

    /** The maximum cost of several attempts, at least one. */
    public static BigDecimal sum(List<CostHold> holds) {
        BigDecimal sum = holds.get(0).amount();
        for (int i = 1; i < holds.size(); i++) {
            sum = sum.add(holds.get(i).amount());
        }
        return sum;
    }

    /** Unique among all processes; a text only for stores, because memory needs none. */
    public String id() {
        return ofStore == null ? CallIds.id(number) : ofStore;
    }
}
