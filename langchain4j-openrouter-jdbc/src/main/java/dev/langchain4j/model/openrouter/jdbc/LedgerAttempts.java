package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The attempts of a call, as JSON. */
final class LedgerAttempts {

    private static final String OUTCOME = "outcome";
    private static final String COST = "cost_usd";
    private static final String GENERATION_ID = "generation_id";
    private static final String ERROR = "error";

    private LedgerAttempts() {}

    /** Null if the row of the call says the same. */
    static @Nullable String json(OpenRouterCostRecord call) {
        List<Attempt> outcomes = call.attemptOutcomes();
        if (outcomes.isEmpty() || outcomes.size() == 1 && isOfRow(outcomes.get(0), call)) {
            return null;
        }
        ArrayNode attempts = LedgerLine.JSON.createArrayNode();
        for (Attempt attempt : outcomes) {
            attempts.addObject()
                    .put(OUTCOME, attempt.outcome().name().toLowerCase(Locale.ROOT))
                    .put(COST, attempt.cost())
                    .put(GENERATION_ID, Text.of(attempt.generationId(), 255)) // as in the row of its late cost
                    .put(ERROR, Text.of(attempt.error(), 255));
        }
        return attempts.toString();
    }

    /** A line of a batch can have an id where its attempt has none; a retry that was never sent has none itself. */
    private static boolean isOfRow(Attempt attempt, OpenRouterCostRecord call) {
        return attempt.generationId() == null || attempt.generationId().equals(call.generationId());
    }

    /** Null if the call has no row of attempts. */
    static @Nullable List<Attempt> read(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            List<Attempt> attempts = new ArrayList<>();
            LedgerLine.JSON.readTree(json).forEach(attempt -> attempts.add(attempt(attempt)));
            return attempts;
        } catch (JsonProcessingException cut) {
            return null; // hundreds of attempts
        }
    }

    private static Attempt attempt(JsonNode attempt) {
        return new Attempt(
                Outcome.valueOf(attempt.path(OUTCOME).asText().toUpperCase(Locale.ROOT)),
                Amounts.plain(attempt.hasNonNull(COST) ? attempt.get(COST).decimalValue() : null),
                attempt.path(GENERATION_ID).textValue(),
                attempt.path(ERROR).textValue());
    }
}
