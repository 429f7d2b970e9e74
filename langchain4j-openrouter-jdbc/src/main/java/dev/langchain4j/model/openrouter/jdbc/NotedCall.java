package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call when its cost is counted, in case the process dies before it records the call.
 *
 * @param generationId OpenRouter's id of the call; null if the process never heard of one, and its cost is unknown
 * @param model as requested
 * @param cost null if it is unknown
 */
record NotedCall(
        Instant time,
        String operation,
        @Nullable String generationId,
        @Nullable String model,
        @Nullable String sessionId,
        Map<String, String> tags,
        @Nullable BigDecimal cost) {

    static final String ERROR = "ProcessDied";

    private static final String BATCH = "batch_";

    /**
     * Null for what no record can be matched with: a batch, whose lines have records, and a known cost without an id.
     */
    static @Nullable NotedCall of(
            Instant time, Reservation reservation, @Nullable String generationId, @Nullable BigDecimal cost) {
        if (generationId == null && cost != null || reservation.operation().startsWith(BATCH)) {
            return null;
        }
        return new NotedCall(
                time,
                reservation.operation(),
                generationId,
                reservation.model(),
                reservation.sessionId(),
                reservation.tags(),
                cost);
    }

    /** The same. */
    static @Nullable NotedCall of(Instant time, ReservationRows.Row row, @Nullable BigDecimal cost) {
        return of(time, row.reservation(List.of()), row.externalId(), cost);
    }

    /** The record of the call if its process died: how the call ended is unknown. */
    OpenRouterCostRecord died() {
        return record(
                1, null, Outcome.UNKNOWN, ERROR, List.of(new Attempt(Outcome.UNKNOWN, null, generationId, ERROR)));
    }

    /** The record of the cost, which must be known. */
    OpenRouterCostRecord settled() {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder().cost(cost).build();
        return record(0, usage, Outcome.SETTLED, null, List.of());
    }

    private OpenRouterCostRecord record(
            int attempts,
            @Nullable OpenRouterTokenUsage usage,
            Outcome outcome,
            @Nullable String error,
            List<Attempt> outcomes) {
        return new OpenRouterCostRecord(
                time,
                operation,
                Duration.ZERO,
                null,
                attempts,
                generationId,
                model,
                null,
                null,
                usage,
                null,
                null,
                sessionId,
                tags,
                outcome,
                error,
                outcomes);
    }
}
