package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's record of a generation's cost, in US dollars.
 *
 * @param cost to the account
 * @param upstreamCost to your own key at the provider; null if it was not used
 * @param byok whether your own key was used
 */
public record CostSettlement(
        BigDecimal cost,
        @Nullable BigDecimal upstreamCost,
        boolean byok,
        @Nullable String model,
        @Nullable String provider) {

    /** No cost. */
    public static final CostSettlement NOTHING = new CostSettlement(BigDecimal.ZERO, null, false, null, null);

    /** Whether your own key was used at a price that is not reported. */
    public boolean mayCostMore() {
        return byok && upstreamCost == null;
    }

    /** What counts: OpenRouter's charge and, if {@code byokCounts}, the provider's to your own key. */
    public BigDecimal charged(boolean byokCounts) {
        return byokCounts ? cost.add(ofOwnKey()) : cost;
    }

    /** What counts, with each part at least that of {@code certain}. */
    public BigDecimal charged(boolean byokCounts, CostSettlement certain) {
        BigDecimal toAccount = cost.max(certain.cost);
        return byokCounts ? toAccount.add(ofOwnKey().max(certain.ofOwnKey())) : toAccount;
    }

    /** @param ofOwnKey null if the answer reports none */
    public CostSettlement plus(BigDecimal ofAnswer, @Nullable BigDecimal ofOwnKey) {
        return new CostSettlement(
                cost.add(ofAnswer),
                ofOwnKey == null ? upstreamCost : ofOwnKey().add(ofOwnKey),
                byok || ofOwnKey != null,
                model,
                provider);
    }

    private BigDecimal ofOwnKey() {
        return byok && upstreamCost != null ? upstreamCost : BigDecimal.ZERO;
    }
}
