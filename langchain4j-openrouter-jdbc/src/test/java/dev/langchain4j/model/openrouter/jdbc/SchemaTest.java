package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.math.BigDecimal;
import java.sql.SQLSyntaxErrorException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.tools.RunScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables: created, found, refused. */
class SchemaTest {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");

    private final DataSource h2 = Databases.h2();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void nothing_happens_before_the_first_use() {
        OpenRouterJdbc.of(h2).budgetStore();

        assertThat(tables("OPENROUTER")).isZero();
    }

    @Test
    void tables_have_the_prefix() {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).tablePrefix("ai_").build();

        assertThat(jdbc.budgetStore().read(TOTAL)).isEqualTo(Balance.ZERO);
        assertThat(jdbc.turns().take(1, 1, null).delay()).isZero();

        assertThat(tables("AI")).isEqualTo(11);
        assertThat(tables("OPENROUTER")).isZero();
    }

    @Test
    void the_scripts_in_the_jar_are_plain_sql() throws Exception {
        runScript("standard-1.sql");
        runScript("standard-2.sql");
        runScript("standard-3.sql");

        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).createTables(false).build();

        assertThat(jdbc.budgetStore().read(TOTAL)).isEqualTo(Balance.ZERO);
    }

    @Test
    void tables_of_version_1_become_those_of_the_last_version_and_keep_their_rows() throws Exception {
        runScript("standard-1.sql");
        Databases.change(
                h2,
                "INSERT INTO openrouter_account VALUES ('default/TOTAL//', 'default', 'TOTAL', '', '', 2, 0, 0,"
                        + " CURRENT_TIMESTAMP)");

        assertThat(OpenRouterJdbc.of(h2).budgetStore().read(TOTAL).spent()).isEqualByComparingTo("2");

        assertThat(Databases.ask(h2, "SELECT MAX(version) FROM openrouter_schema"))
                .isEqualTo("3");
        assertThat(tables("OPENROUTER_LIMIT")).isEqualTo(1);
    }

    @Test
    void old_tables_that_may_not_be_changed_are_refused_with_the_script_that_changes_them() throws Exception {
        runScript("standard-1.sql");

        assertThatThrownBy(() -> OpenRouterJdbc.builder(h2)
                        .createTables(false)
                        .build()
                        .turns()
                        .take(1, 1, null))
                .hasMessageContaining(
                        "have version 1, but version 3 is needed: run standard-2.sql, then standard-3.sql of the jar");
    }

    private void runScript(String name) throws Exception {
        try (var connection = h2.getConnection();
                var script = Schema.class.getResourceAsStream(name)) {
            RunScript.execute(
                    connection, new java.io.InputStreamReader(script, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void missing_tables_that_may_not_be_created_are_named_with_their_script() {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).createTables(false).build();

        assertThatThrownBy(() -> jdbc.turns().take(1, 1, null))
                .hasMessageContaining("openrouter_… are missing")
                .hasMessageContaining("standard-1.sql, then standard-2.sql, then standard-3.sql");
    }

    @Test
    void tables_of_a_later_version_are_refused() {
        OpenRouterJdbc.of(h2).budgetStore().read(TOTAL);
        Databases.change(h2, "INSERT INTO openrouter_schema VALUES (4)");

        assertThatThrownBy(() -> OpenRouterJdbc.of(h2).turns().take(1, 1, null))
                .hasMessageContaining("have version 4, but version 3 is needed: update this library");
    }

    @Test
    void the_prefix_can_name_a_schema() {
        Databases.change(h2, "CREATE SCHEMA ai");
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).tablePrefix("ai.llm_").build();

        assertThat(jdbc.turns().take(1, 1, null).delay()).isZero();
        jdbc.budgetStore().read(TOTAL);

        assertThat(Databases.count(h2, "information_schema.tables WHERE table_schema = 'AI'"))
                .isEqualTo(11);
    }

    @Test
    void a_schema_that_is_missing_is_named() {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).tablePrefix("ai.llm_").build();

        assertThatThrownBy(() -> jdbc.turns().take(1, 1, null))
                .hasMessageContaining("cannot be created with standard-1.sql")
                .hasMessageContaining("AI");
    }

    @Test
    void tables_that_another_process_never_finishes_are_awaited_for_five_seconds() {
        Databases.change(h2, "CREATE TABLE openrouter_account (id INT)");
        VirtualTime time = new VirtualTime();

        assertThatThrownBy(() ->
                        OpenRouterJdbc.builder(h2).time(time).build().turns().take(1, 1, null))
                .hasMessageContaining("already exists");
        assertThat(time.waits()).hasSize(50).containsOnly(Duration.ofMillis(100));
    }

    @Test
    void an_unknown_database_gets_standard_sql() {
        OpenRouterJdbc jdbc = OpenRouterJdbc.of(Watched.renamed(h2, "CoolDB"));

        assertThat(jdbc.budgetStore().read(TOTAL)).isEqualTo(Balance.ZERO);
        assertThat(tables("OPENROUTER")).isEqualTo(11);
    }

    @Test
    void a_database_that_does_not_understand_the_tables_is_said_to_need_its_own() {
        VirtualTime time = new VirtualTime();
        DataSource strange = Watched.of(h2, (method, sql, real) -> {
            if (sql.contains("NUMERIC(38, 20)")) {
                throw new SQLSyntaxErrorException("no such type: NUMERIC", "42000");
            }
            return real.call();
        });

        assertThatThrownBy(() -> OpenRouterJdbc.builder(strange)
                        .time(time)
                        .build()
                        .turns()
                        .take(1, 1, null))
                .hasMessageContaining("cannot be created with standard-1.sql: no such type: NUMERIC")
                .hasMessageContaining("createTables(false)");
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void a_database_that_takes_no_empty_text_does_not_refuse_calls_for_want_of_room() {
        DataSource oracle = Databases.h2("MODE=Oracle");
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(oracle)) {
            Reservation call = new Reservation(
                    "r-1", BigDecimal.ONE, List.of(new Account(TOTAL, BigDecimal.TEN)), "chat", "m", null, Map.of());

            assertThatThrownBy(() -> jdbc.budgetStore().reserve(List.of(call)))
                    .isInstanceOf(JdbcException.class)
                    .hasMessageContaining("NULL");
        } finally {
            Databases.drop(oracle);
        }
    }

    @Test
    void processes_that_start_together_create_them_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Balance>> reads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            reads.add(threads.submit(() -> OpenRouterJdbc.of(h2).budgetStore().read(TOTAL)));
        }
        for (Future<Balance> read : reads) {
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(Balance.ZERO);
        }
        threads.shutdown();
    }

    @Test
    void names_that_are_no_names_are_refused() {
        for (String prefix : List.of(
                "", "a b", "a'; drop table x; --", "1a", "x".repeat(31), ".a_", "a.b.c_", "a.", "é_", "a-", "\"a\"")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> OpenRouterJdbc.builder(h2).tablePrefix(prefix).build())
                    .withMessageContaining(
                            "not beginning with a digit, optionally after a schema and '.', but is '" + prefix);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterJdbc.of(h2).budgetStore("a/b"))
                .withMessageContaining("budget");
    }

    @Test
    void durations_that_are_none_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OpenRouterJdbc.builder(h2).lease(Duration.ofMillis(10)).build())
                .withMessageContaining("lease");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterJdbc.builder(h2)
                        .lease(ChronoUnit.FOREVER.getDuration())
                        .build())
                .withMessageContaining("lease");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OpenRouterJdbc.builder(h2).keepReplies(Duration.ZERO).build())
                .withMessageContaining("keepReplies");
    }

    private long tables(String prefix) {
        return Databases.count(h2, "information_schema.tables WHERE table_name LIKE '" + prefix + "!_%' ESCAPE '!'");
    }
}
