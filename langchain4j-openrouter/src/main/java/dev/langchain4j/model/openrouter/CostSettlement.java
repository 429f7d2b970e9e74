package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What OpenRouter has on record about a generation's cost, in US dollars.
 *
 * @param cost to the account
 * @param upstreamCost to one's own key at the provider; null where none was used
 * @param byok whether one's own key was used
 */
record CostSettlement(
        BigDecimal cost,
        @Nullable BigDecimal upstreamCost,
        boolean byok,
        @Nullable String model,
        @Nullable String provider) {

    BigDecimal charged(boolean byokCounts) {
        return byok && byokCounts && upstreamCost != null ? cost.add(upstreamCost) : cost;
    }
}
