package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The attempts of a call, in a line of the journal and as rows. */
final class LedgerAttempts {

    static final String INSERT = "INSERT INTO openrouter_call_attempt"
            + " (call_id, attempt, outcome, error, cost_usd, generation_id) VALUES (?, ?, ?, ?, ?, ?)";

    /** The columns of a row, as {@link #read} reads them beside those of the call. */
    static final String COLUMNS = "a.attempt, a.outcome AS attempt_outcome, a.error AS attempt_error,"
            + " a.cost_usd AS attempt_cost_usd, a.generation_id AS attempt_generation_id";

    /** In a row: the place of the attempt, from 1. */
    static final String ATTEMPT = "attempt";

    private static final String ATTEMPTS = "attempt_outcomes";
    private static final String OUTCOME = "outcome";
    private static final String ERROR = "error";
    private static final String COST = "cost_usd";
    private static final String GENERATION_ID = "generation_id";

    private LedgerAttempts() {}

    /** Nothing if the row of the call says the same. */
    static void write(OpenRouterCostRecord call, ObjectNode line) {
        List<Attempt> outcomes = call.attemptOutcomes();
        if (outcomes.isEmpty() || outcomes.size() == 1 && isOfRow(outcomes.get(0), call)) {
            return;
        }
        ArrayNode attempts = line.putArray(ATTEMPTS);
        for (Attempt attempt : outcomes) {
            attempts.addObject()
                    .put(OUTCOME, attempt.outcome().name().toLowerCase(Locale.ROOT))
                    .put(ERROR, attempt.error())
                    .put(COST, attempt.cost())
                    .put(GENERATION_ID, attempt.generationId());
        }
    }

    /** A line of a batch can have an id where its attempt has none; a retry that was never sent has none itself. */
    private static boolean isOfRow(Attempt attempt, OpenRouterCostRecord call) {
        return attempt.generationId() == null || attempt.generationId().equals(call.generationId());
    }

    static void add(PreparedStatement rows, ObjectNode line) throws SQLException {
        int place = 1;
        for (JsonNode attempt : line.path(ATTEMPTS)) {
            BigDecimal cost = attempt.hasNonNull(COST) ? attempt.get(COST).decimalValue() : null;
            rows.setString(1, LedgerLine.id(line));
            rows.setInt(2, place++);
            rows.setString(3, attempt.path(OUTCOME).textValue());
            rows.setString(4, Text.of(attempt.path(ERROR).textValue(), 255));
            rows.setBigDecimal(5, cost == null ? null : Amounts.cost(cost));
            rows.setString(6, Text.of(attempt.path(GENERATION_ID).textValue(), 255));
            rows.addBatch();
        }
    }

    static Attempt read(ResultSet row) throws SQLException {
        return new Attempt(
                Outcome.valueOf(row.getString("attempt_outcome").toUpperCase(Locale.ROOT)),
                Amounts.plain(row.getBigDecimal("attempt_cost_usd")),
                row.getString("attempt_generation_id"),
                row.getString("attempt_error"));
    }
}
