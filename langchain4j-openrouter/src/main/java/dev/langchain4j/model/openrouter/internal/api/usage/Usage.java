package dev.langchain4j.model.openrouter.internal.api.usage;

import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object: tokens as the upstream counts them, money in US dollars. Null, and a missing count, mean
 * not reported.
 *
 * @param upstreamCost what the provider charged; real money if your own key was used, and then the sum of its two parts
 *     if it is not reported itself
 * @param serverToolCost of server tools that are billed by time; zero if they were free
 * @param searchUnits the billing unit of some rerank models
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
        @Nullable BigDecimal serverToolCost,
        @Nullable Boolean byok,
        @Nullable Integer searchUnits) {

    public Usage {
        if (upstreamCost == null && Boolean.TRUE.equals(byok)) {
            upstreamCost = sum(upstreamInputCost, upstreamOutputCost);
        }
    }

    /** Null also if one of the two is no valid price: it would hide in the sum. */
    private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return either(one, other);
        }
        return JsonValues.isPrice(one) && JsonValues.isPrice(other) ? one.add(other) : null;
    }

    /**
     * The total cost of the call: to the account, and to your own key at the provider if it was used. Without such a
     * key the two are the same money.
     *
     * @return null if it was not reported, or is not a valid price
     */
    public @Nullable BigDecimal charged() {
        if (cost == null || !JsonValues.isPrice(cost)) {
            return null;
        }
        BigDecimal own = ownKeyCost();
        return own == null ? cost : cost.add(own);
    }

    /**
     * What the provider charged to your own key, in US dollars.
     *
     * @return null if it was not reported, or is not a valid price, or if no such key was used
     */
    public @Nullable BigDecimal ownKeyCost() {
        boolean own = Boolean.TRUE.equals(byok) && upstreamCost != null && JsonValues.isPrice(upstreamCost);
        return own ? upstreamCost : null;
    }

    /** Whether output was generated, or documents were searched: without either, OpenRouter bills no failure. */
    public boolean countsWork() {
        return !isZero(completionTokens) || !isZero(searchUnits);
    }

    /** Whether the call has certainly cost nothing. */
    public boolean isFree() {
        BigDecimal charged = charged();
        return charged != null && charged.signum() == 0 && !mayCostMore();
    }

    /**
     * Whether it tells all that was charged for a batch. With your own key, some batches tell OpenRouter's part alone.
     * Zero may mean that nothing has been counted yet.
     */
    public boolean tellsTheWholeCost() {
        BigDecimal charged = charged();
        return charged != null && charged.signum() > 0 && (!Boolean.TRUE.equals(byok) || ownKeyCost() != null);
    }

    /** Whether your own key was used at a price that is not reported. */
    private boolean mayCostMore() {
        return Boolean.TRUE.equals(byok) && ownKeyCost() == null && countsWork();
    }

    /** The same tokens at this cost. */
    public Usage withCost(BigDecimal cost) {
        return withCost(cost, upstreamCost, byok);
    }

    /** The same tokens at an unknown cost. */
    public Usage withoutCost() {
        return new Usage(
                promptTokens, completionTokens, totalTokens, counts, null, null, null, null, null, byok, searchUnits);
    }

    /** The same tokens at these costs. */
    public Usage withCost(@Nullable BigDecimal cost, @Nullable BigDecimal upstreamCost, @Nullable Boolean byok) {
        return new Usage(
                promptTokens,
                completionTokens,
                totalTokens,
                counts,
                cost,
                upstreamCost,
                upstreamInputCost,
                upstreamOutputCost,
                serverToolCost,
                byok,
                searchUnits);
    }

    /** The later of two reports about one answer, completed by the earlier one. A report of zeros counts as none. */
    public static @Nullable Usage latest(@Nullable Usage before, @Nullable Usage now) {
        if (before == null || now == null) {
            return now == null ? before : now;
        }
        return now.isZero() ? before : now.withMissingFrom(before);
    }

    private Usage withMissingFrom(Usage before) {
        boolean countsTokens =
                promptTokens != null || completionTokens != null; // then the earlier total is out of date
        return new Usage(
                either(promptTokens, before.promptTokens),
                either(completionTokens, before.completionTokens),
                countsTokens ? totalTokens : either(totalTokens, before.totalTokens),
                countsWith(before.counts),
                either(cost, before.cost),
                either(upstreamCost, before.upstreamCost),
                either(upstreamInputCost, before.upstreamInputCost),
                either(upstreamOutputCost, before.upstreamOutputCost),
                either(serverToolCost, before.serverToolCost),
                either(byok, before.byok),
                either(searchUnits, before.searchUnits));
    }

    private Map<UsageCount, Integer> countsWith(Map<UsageCount, Integer> earlier) {
        if (counts.isEmpty() || earlier.isEmpty()) {
            return counts.isEmpty() ? earlier : counts;
        }
        var all = new EnumMap<UsageCount, Integer>(earlier);
        all.putAll(counts);
        return all;
    }

    private static <T> @Nullable T either(@Nullable T now, @Nullable T before) {
        return now == null ? before : now;
    }

    /** All tokens; null if they are not reported. */
    public @Nullable Long tokens() {
        if (totalTokens != null) {
            return totalTokens.longValue();
        }
        return promptTokens == null && completionTokens == null
                ? null
                : (Long) ((promptTokens == null ? 0L : promptTokens)
                        + (completionTokens == null ? 0L : completionTokens));
    }

    /** Whether every number is zero or not reported, as in a usage that is sent before anything is counted. */
    private boolean isZero() {
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

    /** Written by hand: the first use of a record's own equals takes 20 ms, and every answer needs this. */
    boolean reportsNothing() {
        return promptTokens == null
                && completionTokens == null
                && totalTokens == null
                && counts.isEmpty()
                && cost == null
                && upstreamCost == null
                && upstreamInputCost == null
                && upstreamOutputCost == null
                && serverToolCost == null
                && byok == null
                && searchUnits == null;
    }
}
