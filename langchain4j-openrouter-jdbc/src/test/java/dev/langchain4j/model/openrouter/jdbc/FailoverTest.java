package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that is there, but not for us: a standby since a failover, a pool without a free connection. */
@Timeout(60)
class FailoverTest {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");

    private final DataSource h2 = Databases.h2();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @ParameterizedTest
    @CsvSource({
        "25006, cannot execute UPDATE in a read-only transaction",
        "25P03, terminating connection due to idle-in-transaction timeout",
        "25P04, terminating connection due to transaction timeout"
    })
    void a_server_that_is_a_standby_now_or_has_ended_the_transaction_is_left_for_the_next_connection(
            String state, String reason) {
        AtomicInteger updates = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        DataSource failedOver = Watched.of(h2, (method, sql, real) -> {
            connections.addAndGet(method.equals("getConnection") ? 1 : 0);
            if (sql.startsWith("UPDATE openrouter_account") && updates.incrementAndGet() <= 2) {
                throw new SQLException(reason, state);
            }
            return real.call();
        });
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(failedOver)) {
            OpenRouterBudgetStore store = jdbc.budgetStore();

            reserve(store, "r-1");
            store.settle("r-1", Outcome.known(new BigDecimal("0.25")));

            assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.25");
            assertThat(store.read(TOTAL).reserved()).isZero();
            assertThat(connections.get()).isGreaterThan(2);
        }
    }

    @Test
    void a_pool_that_has_no_connection_for_long_fails_the_call_and_keeps_what_ended() {
        AtomicInteger refuses = new AtomicInteger();
        DataSource exhausted = Watched.of(h2, (method, sql, real) -> {
            if (method.equals("getConnection") && refuses.get() > 0) {
                throw new SQLTransientConnectionException("no connection is available, the request timed out");
            }
            return real.call();
        });
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.builder(exhausted)
                .patience(Duration.ofMillis(100))
                .build()) {
            OpenRouterBudgetStore store = jdbc.budgetStore();
            reserve(store, "r-1");
            assertThat(store.read(TOTAL).reserved()).isEqualByComparingTo("1");
            refuses.set(1);
            jdbc.budgetStore().settle("r-1", Outcome.known(new BigDecimal("0.25")));
            Databases.ask(h2, "SELECT 1");

            // the writer keeps its connection for 200 ms; a read needs one of its own
            assertThatThrownBy(() -> store.read(TOTAL)).hasMessageContaining("no connection is available");
            refuses.set(0);

            assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.25");
        }
    }

    @Test
    void what_ended_while_the_password_was_wrong_is_settled_when_it_is_right() throws Exception {
        AtomicBoolean wrong = new AtomicBoolean();
        CountDownLatch refused = new CountDownLatch(2); // with the old connection, then a new one
        DataSource changed = Watched.of(h2, (method, sql, real) -> {
            if (wrong.get() && (method.equals("getConnection") || method.equals("prepareStatement"))) {
                refused.countDown();
                throw new SQLException("password authentication failed", "28P01");
            }
            return real.call();
        });
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(changed)) {
            OpenRouterBudgetStore store = jdbc.budgetStore();
            reserve(store, "r-1");

            wrong.set(true);
            store.settle("r-1", Outcome.known(new BigDecimal("0.25")));
            assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
            wrong.set(false);

            assertThat(store.read(TOTAL).reserved()).isZero();
            assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.25");
        }
    }

    @Test
    void a_process_with_an_open_call_asks_for_a_database_that_is_away_less_and_less_often() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        List<Long> refused = new CopyOnWriteArrayList<>();
        CountDownLatch often = new CountDownLatch(5);
        DataSource broken = Watched.of(h2, (method, sql, real) -> {
            if (away.get() && (method.equals("getConnection") || method.equals("prepareStatement"))) {
                refused.add(System.nanoTime());
                often.countDown();
                throw new SQLNonTransientConnectionException("connection refused", "08001");
            }
            return real.call();
        });
        try (OpenRouterJdbc jdbc =
                OpenRouterJdbc.builder(broken).lease(Duration.ofSeconds(1)).build()) {
            reserve(jdbc.budgetStore(), "r-1");
            away.set(true);

            assertThat(often.await(20, TimeUnit.SECONDS)).isTrue(); // of the beats of the lease

            assertThat(Duration.ofNanos(refused.get(4) - refused.get(0))).isGreaterThan(Duration.ofMillis(250));
            away.set(false);
        }
    }

    private static void reserve(OpenRouterBudgetStore store, String id) {
        List<Account> accounts = List.of(new Account(TOTAL, BigDecimal.TEN));
        assertThat(store.reserve(List.of(new Reservation(id, BigDecimal.ONE, accounts, "chat", "m", null, Map.of()))))
                .isNull();
    }
}
