package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

        assertThat(tables("AI")).isEqualTo(8);
        assertThat(tables("OPENROUTER")).isZero();
    }

    @Test
    void the_script_in_the_jar_is_plain_sql() throws Exception {
        try (var connection = h2.getConnection();
                var script = Schema.class.getResourceAsStream("standard-1.sql")) {
            RunScript.execute(
                    connection, new java.io.InputStreamReader(script, java.nio.charset.StandardCharsets.UTF_8));
        }

        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).createTables(false).build();

        assertThat(jdbc.budgetStore().read(TOTAL)).isEqualTo(Balance.ZERO);
    }

    @Test
    void missing_tables_that_may_not_be_created_are_named_with_their_script() {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2).createTables(false).build();

        assertThatThrownBy(() -> jdbc.turns().take(1, 1, null))
                .hasMessageContaining("openrouter_… are missing")
                .hasMessageContaining("standard-1.sql");
    }

    @Test
    void tables_of_another_version_are_refused() {
        OpenRouterJdbc.of(h2).budgetStore().read(TOTAL);
        Databases.change(h2, "UPDATE openrouter_schema SET version = 2");

        assertThatThrownBy(() -> OpenRouterJdbc.of(h2).turns().take(1, 1, null))
                .hasMessageContaining("have version 2, but version 1 is needed");
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
        for (String prefix : List.of("", "a b", "a'; drop table x; --", "1a", "x".repeat(31))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> OpenRouterJdbc.builder(h2).tablePrefix(prefix).build())
                    .withMessageContaining("tablePrefix");
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
                .isThrownBy(() ->
                        OpenRouterJdbc.builder(h2).keepReplies(Duration.ZERO).build())
                .withMessageContaining("keepReplies");
    }

    private long tables(String prefix) {
        return Databases.count(h2, "information_schema.tables WHERE table_name LIKE '" + prefix + "!_%' ESCAPE '!'");
    }
}
