package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queries of the page on scaling out, as they are there. */
@Timeout(60)
abstract class QueriesContract {

    /** In UTC; read once, because a day may end within a test. */
    private static final Instant YESTERDAY =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);

    private static final Path PAGE = Path.of("..", "docs", "scaling-out.md");
    private static final Pattern QUERY = Pattern.compile("(?m)^([^\\n]+):\\n\\n```sql\\n(.*?)```", Pattern.DOTALL);

    /** Not yet used by another test. */
    private final String prefix = "q" + UUID.randomUUID().toString().substring(0, 8) + "_";

    private final DataSource dataSource;

    QueriesContract(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @BeforeEach
    void fill(@TempDir Path folder) {
        OpenRouterJdbc jdbc = jdbc(folder);
        OpenRouterCostSink ledger = jdbc.costSink();
        ledger.accept(call(1, "openai/gpt-4o", "acme", "0.25", 1000, Outcome.ANSWERED, null));
        ledger.accept(call(23, "openai/gpt-4o", "acme", "0.50", 3000, Outcome.ANSWERED, null));
        ledger.accept(call(23, "openai/gpt-4o", "acme", "0.0625", 0, Outcome.SETTLED, null));
        ledger.accept(call(1, "z-ai/glm", "other", "0.125", 500, Outcome.ANSWERED, null));
        ledger.accept(call(1, "z-ai/glm", "other", null, 9000, Outcome.UNKNOWN, "TimeoutException"));
        ledger.accept(call("gen-1", 1, "z-ai/glm", "other", null, 9000, Outcome.UNKNOWN, "TimeoutException"));
        ledger.accept(call("gen-1", 1, "z-ai/glm", "other", "0.0625", 0, Outcome.SETTLED, null));
        ledger.accept(refusedAfterALostAttempt(1, "gen-2"));
        ledger.accept(refusedAfterALostAttempt(1, "gen-3"));
        ledger.accept(call("gen-2", 1, "z-ai/glm", "other", "0.0625", 0, Outcome.SETTLED, null));
        ledger.accept(call("gen_3", 1, "z-ai/glm", "other", "0", 0, Outcome.SETTLED, null)); // _ is no wildcard
        jdbc.budgetStore()
                .reserve(List.of(new Reservation(
                        "r-1",
                        BigDecimal.ONE,
                        List.of(new Account(new Key(Scope.TOTAL, "", ""), BigDecimal.TEN)),
                        "chat",
                        "m",
                        null,
                        Map.of())));
        jdbc.close();
    }

    private OpenRouterJdbc jdbc(Path folder) {
        return OpenRouterJdbc.builder(dataSource)
                .tablePrefix(prefix)
                .ledgerFolder(folder)
                .build();
    }

    @AfterEach
    void drop() {
        drop(dataSource);
    }

    void drop(DataSource database) {}

    @Test
    void the_cost_by_day_and_model_adds_up_the_calls_of_a_day_in_utc() throws Exception {
        assertThat(rows("Cost by day", 2, 3)).containsExactlyInAnyOrder("openai/gpt-4o 0.8125", "z-ai/glm 0.25");
    }

    @Test
    void the_cost_by_tag_counts_and_adds_up_the_calls() throws Exception {
        assertThat(rows("Cost by a tag", 1, 2, 3)).containsExactly("acme 2 0.8125", "other 5 0.25");
    }

    @Test
    void the_failures_are_grouped_by_model_and_error_with_the_costs_that_became_known_later() throws Exception {
        assertThat(rows("Failures", 1, 3, 4, 5, 6, 7))
                .containsExactlyInAnyOrder(
                        "z-ai/glm unknown TimeoutException 2 null 0.0625",
                        "z-ai/glm unknown RateLimitException 2 null 0.0625");
    }

    @Test
    void the_slowest_models_come_first_with_their_median() throws Exception {
        assertThat(rows("The slowest models", 1, 2, 3)).containsExactly("openai/gpt-4o 2 2000", "z-ai/glm 1 500");
    }

    @Test
    void an_unknown_cost_is_listed_as_open() throws Exception {
        assertThat(rows("Costs that are still unknown", 2, 3, 4))
                .containsExactlyInAnyOrder("chat z-ai/glm TimeoutException", "chat z-ai/glm RateLimitException");
    }

    @Test
    void the_state_of_the_budgets_has_what_is_reserved() throws Exception {
        assertThat(rows("And the state", 1, 2, 6)).containsExactly("default TOTAL 1");
    }

    @Test
    void old_rows_are_deleted_with_their_tags_and_attempts(@TempDir Path folder) throws Exception {
        List<Long> young = rowsOfTheLedger();
        OpenRouterJdbc jdbc = jdbc(folder);
        jdbc.costSink().accept(refusedAfterALostAttempt(-100 * 24, "gen-4"));
        jdbc.close();
        assertThat(rowsOfTheLedger()).isEqualTo(List.of(young.get(0) + 1, young.get(1) + 1, young.get(2) + 2));

        for (String delete : query("Delete what is older").split(";")) {
            Databases.change(dataSource, delete);
        }

        assertThat(rowsOfTheLedger()).isEqualTo(young);
    }

    private List<Long> rowsOfTheLedger() {
        return Stream.of("call", "call_tag", "call_attempt")
                .map(table -> Databases.count(dataSource, prefix + table))
                .toList();
    }

    @Test
    void the_page_has_these_queries_alone() throws IOException {
        assertThat(QUERY.matcher(Files.readString(PAGE)).results()).hasSize(7);
    }

    /** Some columns of each row, amounts without trailing zeros. */
    private List<String> rows(String title, int... columns) throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = far(statement).executeQuery(query(title))) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column : columns) {
                    Object value = row.getObject(column);
                    values.add(
                            value instanceof Number
                                    ? new BigDecimal(value.toString())
                                            .stripTrailingZeros()
                                            .toPlainString()
                                    : String.valueOf(value));
                }
                rows.add(String.join(" ", values));
            }
            statement.execute("SET TIME ZONE LOCAL");
        }
        return rows;
    }

    /** In a session whose day begins fourteen hours before that of UTC. */
    private static Statement far(Statement statement) throws SQLException {
        statement.execute("SET TIME ZONE 'Pacific/Kiritimati'");
        return statement;
    }

    private String query(String title) throws IOException {
        MatchResult found = QUERY.matcher(Files.readString(PAGE))
                .results()
                .filter(match -> match.group(1).startsWith(title))
                .findFirst()
                .orElseThrow();
        return found.group(2)
                .replaceAll("\\$__timeFilter\\(([a-z.]+)\\)", "$1 > CURRENT_DATE - INTERVAL '7' DAY")
                .replace("openrouter_", prefix);
    }

    /** A call of yesterday in UTC. */
    private static OpenRouterCostRecord call(
            int hour, String model, String tenant, String cost, int millis, Outcome outcome, String error) {
        return call("gen-" + UUID.randomUUID(), hour, model, tenant, cost, millis, outcome, error);
    }

    private static OpenRouterCostRecord call(
            String generationId,
            int hour,
            String model,
            String tenant,
            String cost,
            int millis,
            Outcome outcome,
            String error) {
        BigDecimal dollars = cost == null ? null : new BigDecimal(cost);
        List<Attempt> attempts = List.of(new Attempt(outcome, dollars, generationId, error));
        return call(generationId, hour, model, tenant, cost, millis, outcome, error, attempts);
    }

    private static OpenRouterCostRecord refusedAfterALostAttempt(int hour, String lostId) {
        List<Attempt> attempts = List.of(
                new Attempt(Outcome.UNKNOWN, null, lostId, "TimeoutException"),
                new Attempt(Outcome.FAILED, BigDecimal.ZERO, null, "RateLimitException"));
        return call(null, hour, "z-ai/glm", "other", null, 9000, Outcome.UNKNOWN, "RateLimitException", attempts);
    }

    private static OpenRouterCostRecord call(
            String generationId,
            int hour,
            String model,
            String tenant,
            String cost,
            int millis,
            Outcome outcome,
            String error,
            List<Attempt> attempts) {
        OpenRouterTokenUsage usage = cost == null
                ? null
                : OpenRouterTokenUsage.builder().cost(new BigDecimal(cost)).build();
        return new OpenRouterCostRecord(
                YESTERDAY.plus(Duration.ofHours(hour)),
                "chat",
                Duration.ofMillis(millis),
                null,
                attempts.size(),
                generationId,
                model,
                model,
                "Provider",
                usage,
                null,
                null,
                null,
                Map.of("tenant", tenant),
                outcome,
                error,
                attempts);
    }
}
