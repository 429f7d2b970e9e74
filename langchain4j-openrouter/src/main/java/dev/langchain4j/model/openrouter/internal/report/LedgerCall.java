package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ledger.
 *
 * @param outcome as cost files write it: {@code ok}, {@code cancelled}, {@code settled}, {@code unknown: ...}, or the
 *     name of an exception
 * @param cost US dollars, with what a provider charged to the user's own key; null if unknown
 * @param ofOwnKey the provider's part of the cost
 * @param cacheSaving US dollars; null if unknown
 * @param cacheStatus {@code HIT} if OpenRouter's response cache answered, at no cost
 * @param unsettledIds the ids of the attempts whose cost is unknown, with a space between; null if there is none
 */
public record LedgerCall(
        Instant time,
        String operation,
        @Nullable String model,
        String outcome,
        long millis,
        long inputTokens,
        long outputTokens,
        @Nullable BigDecimal cost,
        BigDecimal ofOwnKey,
        @Nullable BigDecimal cacheSaving,
        @Nullable String cacheStatus,
        @Nullable String generationId,
        @Nullable String unsettledIds,
        Map<String, String> tags) {

    /** In place of the id of an attempt without one. */
    public static final String NAMELESS = "?";

    /** Whether nobody knows what the call cost, or what an earlier attempt of it did. */
    boolean hasUnknownCost() {
        return unsettledIds != null || isUnknown();
    }

    /** The ids of the attempts whose cost is unknown. Without a report of the attempts that of the call. */
    List<String> unknownIds() {
        if (unsettledIds != null) {
            return List.of(unsettledIds.split(" "));
        }
        return List.of(generationId == null ? NAMELESS : generationId);
    }

    /** Whether nobody knows what the call itself cost. */
    private boolean isUnknown() {
        boolean untold = outcome.equals("ok") && cost == null && !"HIT".equals(cacheStatus);
        return untold || outcome.startsWith("unknown");
    }

    /** Whether it is no call, but the cost of an earlier one, which is known now. */
    boolean isSettlement() {
        return outcome.equals("settled");
    }

    boolean failed() {
        return !outcome.equals("ok") && !outcome.equals("cancelled") && !isSettlement() && !isUnknown();
    }

    BigDecimal saving() {
        return cacheSaving == null ? BigDecimal.ZERO : cacheSaving;
    }

    BigDecimal knownCost() {
        return cost == null ? BigDecimal.ZERO : cost;
    }

    String modelName() {
        return model == null ? "unknown" : model;
    }
}
