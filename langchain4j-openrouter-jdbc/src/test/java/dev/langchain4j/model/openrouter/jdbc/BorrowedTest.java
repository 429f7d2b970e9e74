package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connections of a data source that resets nothing itself. */
@Timeout(60)
class BorrowedTest {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");

    private final DataSource h2 = Databases.h2();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void a_connection_goes_back_as_it_came() {
        List<Connection> connections = new CopyOnWriteArrayList<>();
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(serializable(connections))) {
            jdbc.rerankCache().put("key", "reply");
            reserve(jdbc.budgetStore());
            settle(jdbc.budgetStore());
            assertThat(jdbc.budgetStore().read(TOTAL).spent()).isEqualByComparingTo("1");
        }

        await().untilAsserted(() -> assertThat(connections)
                .hasSizeGreaterThan(2)
                .allSatisfy(connection -> {
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                }));
        assertThat(OpenRouterJdbc.of(h2).rerankCache().get("key")).isEqualTo("reply");
    }

    @Test
    void nothing_of_a_transaction_that_an_error_ends_is_done() {
        AtomicReference<Error> failure = new AtomicReference<>();
        DataSource failing = Watched.of(h2, (method, sql, real) -> {
            if (sql.startsWith("DELETE FROM openrouter_account") && failure.get() != null) {
                throw failure.get();
            }
            return real.call();
        });
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(failing)) {
            OpenRouterBudgetStore store = jdbc.budgetStore();
            reserve(store);
            settle(store);
            failure.set(new NoClassDefFoundError("of a driver"));

            assertThatThrownBy(() -> store.forget(TOTAL)).isSameAs(failure.get());

            assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("1");
        }
    }

    /** Its connections begin without auto-commit, stay open, and are seen. */
    private DataSource serializable(List<Connection> seen) {
        return Watched.of(h2, (method, sql, real) -> {
            if (method.equals("close")) {
                return null;
            }
            Object result = real.call();
            if (result instanceof Connection connection
                    && method.equals("getConnection")
                    && !seen.contains(connection)) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                seen.add(connection);
            }
            return result;
        });
    }

    private static void reserve(OpenRouterBudgetStore store) {
        store.reserve(List.of(new Reservation(
                "r-1", new BigDecimal(1), List.of(new Account(TOTAL, null)), "chat", null, null, Map.of())));
    }

    private static void settle(OpenRouterBudgetStore store) {
        store.settle("r-1", Outcome.known(new BigDecimal(1)));
    }
}
