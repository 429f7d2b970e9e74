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
 * What the end of a reservation tells of its call, in case the process dies before it records the call.
 *
 * @param generationId OpenRouter's id of the call
 * @param model as requested
 * @param cost null if it is unknown
 */
record NotedCall(
        Instant time,
        String operation,
        String generationId,
        @Nullable String model,
        @Nullable String sessionId,
        Map<String, String> tags,
        @Nullable BigDecimal cost) {

    /** Null if no record can be matched to the call: it has no id, or it is a batch, which has a record a line. */
    static @Nullable NotedCall of(
            Instant time, Reservation reservation, @Nullable String generationId, @Nullable BigDecimal cost) {
        if (generationId == null || reservation.operation().startsWith("batch_")) {
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

    /** As for every call of a process that died: how it ended is unknown; its cost follows, if it is known. */
    List<OpenRouterCostRecord> records() {
        String error = "ProcessDied";
        List<Attempt> attempts = List.of(new Attempt(Outcome.UNKNOWN, null, generationId, error));
        OpenRouterCostRecord call = record(1, null, Outcome.UNKNOWN, error, attempts);
        if (cost == null) {
            return List.of(call);
        }
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder().cost(cost).build();
        return List.of(call, record(0, usage, Outcome.SETTLED, null, List.of()));
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
