package dev.langchain4j.model.openrouter.internal.api.usage;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object: tokens as the upstream counts them, money in US dollars. Null, and a count that is missing,
 * is not reported.
 *
 * @param upstreamCost what the provider charged; real where one's own key was used
 * @param searchUnits what a rerank request is billed by, with some models
 */
public record Usage(
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens,
        @Nullable Integer totalTokens,
        Map<UsageCount, Integer> counts,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal upstreamCost,
        @Nullable BigDecimal upstreamInputCost,
        @Nullable BigDecimal upstreamOutputCost,
        @Nullable Boolean byok,
        @Nullable Integer searchUnits) {

    /**
     * What the call costs in all: to the account, and to one's own key at the provider where that was used. Without such a
     * key the two are the same money.
     *
     * @return null if it was not reported, or as something that no price can be
     */
    public @Nullable BigDecimal charged() {
        if (cost == null || cost.signum() < 0) {
            return null;
        }
        boolean own = Boolean.TRUE.equals(byok) && upstreamCost != null && upstreamCost.signum() > 0;
        return own ? cost.add(upstreamCost) : cost;
    }

    /** Whether every number is zero or not reported, as in a usage that is sent before anything is counted. */
    public boolean isZero() {
        return isZero(promptTokens)
                && isZero(completionTokens)
                && isZero(totalTokens)
                && counts.values().stream().allMatch(Usage::isZero)
                && isZero(cost)
                && isZero(upstreamCost)
                && isZero(searchUnits);
    }

    private static boolean isZero(@Nullable Integer count) {
        return count == null || count == 0;
    }

    private static boolean isZero(@Nullable BigDecimal amount) {
        return amount == null || amount.signum() == 0;
    }

    /** By hand: the first use of a record's own equals costs a program 20 ms, and every answer asks this. */
    boolean reportsNothing() {
        return promptTokens == null
                && completionTokens == null
                && totalTokens == null
                && counts.isEmpty()
                && cost == null
                && upstreamCost == null
                && upstreamInputCost == null
                && upstreamOutputCost == null
                && byok == null
                && searchUnits == null;
    }
}
