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

    /** Whether your own key was used at a price that is not reported. */
    public boolean mayCostMore() {
        return byok && upstreamCost == null;
    }

    public BigDecimal charged(boolean byokCounts) {
        return byok && byokCounts && upstreamCost != null ? cost.add(upstreamCost) : cost;
    }
}
