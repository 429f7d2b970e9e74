package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** A user of the database that may read and write rows, but creates no tables. */
@ExtendWith(Postgres.class)
@Timeout(60)
class PostgresRightsTest {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");

    private final DataSource owner;
    private final PGSimpleDataSource clerk = new PGSimpleDataSource();

    PostgresRightsTest(DataSource owner) {
        this.owner = owner;
    }

    @BeforeEach
    void create() throws Exception {
        Databases.change(owner, "CREATE SCHEMA locked");
        Databases.change(owner, "CREATE ROLE clerk LOGIN");
        Databases.change(owner, "GRANT USAGE ON SCHEMA locked TO clerk");
        try (var connection = owner.getConnection()) {
            clerk.setUrl(connection.getMetaData().getURL());
        }
        clerk.setUser("clerk");
    }

    @AfterEach
    void drop() {
        Databases.change(owner, "DROP SCHEMA locked CASCADE");
        Databases.change(owner, "DROP ROLE clerk");
    }

    @Test
    void it_counts_in_tables_that_a_migration_has_made() {
        try (OpenRouterJdbc migration =
                OpenRouterJdbc.builder(owner).tablePrefix("locked.openrouter_").build()) {
            migration.turns().take(1, 1, null);
        }
        Databases.change(owner, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA locked TO clerk");

        try (OpenRouterJdbc jdbc =
                OpenRouterJdbc.builder(clerk).tablePrefix("locked.openrouter_").build()) {
            OpenRouterBudgetStore store = jdbc.budgetStore();
            for (String id : List.of("r-1", "r-2")) {
                List<Account> accounts = List.of(new Account(TOTAL, BigDecimal.TEN));
                assertThat(store.reserve(
                                List.of(new Reservation(id, BigDecimal.ONE, accounts, "chat", "m", null, Map.of()))))
                        .isNull();
            }

            assertThat(store.read(TOTAL).reserved()).isEqualByComparingTo("2");
        }
    }

    @Test
    void tables_that_it_cannot_create_are_a_clear_error_at_once() {
        VirtualTime time = new VirtualTime();
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(clerk)
                .tablePrefix("locked.t_")
                .time(time)
                .build();

        assertThatThrownBy(() -> jdbc.turns().take(1, 1, null))
                .hasMessageContaining("cannot be created with postgresql-1.sql")
                .hasMessageContaining("permission denied for schema locked")
                .hasMessageContaining("createTables(false)");
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void tables_that_it_cannot_read_are_not_taken_for_missing() {
        try (OpenRouterJdbc migration =
                OpenRouterJdbc.builder(owner).tablePrefix("locked.t_").build()) {
            migration.turns().take(1, 1, null);
        }

        assertThatThrownBy(() -> OpenRouterJdbc.builder(clerk)
                        .tablePrefix("locked.t_")
                        .build()
                        .turns()
                        .take(1, 1, null))
                .hasMessageContaining("permission denied for table t_schema");
    }
}
