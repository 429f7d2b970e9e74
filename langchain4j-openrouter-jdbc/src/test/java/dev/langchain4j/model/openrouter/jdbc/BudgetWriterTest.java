package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetWriterTest {

    private final DataSource h2 = Databases.h2();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void who_waits_for_all_requests_hears_of_them_when_none_is_undone() throws Exception {
        Database database = new Database(h2, new Schema(Schema.PREFIX, true, new VirtualTime()), null);
        Duration aMinute = Duration.ofMinutes(1);
        BudgetWriter writer = new BudgetWriter(database, new Lease(aMinute, database), aMinute, aMinute);
        AtomicReference<Set<String>> undone = new AtomicReference<>();
        CompletableFuture<Boolean> answer = new CompletableFuture<>() {
            @Override
            public boolean complete(Boolean value) {
                undone.set(writer.undone());
                return super.complete(value);
            }
        };
        writer.note("a-call");
        writer.add(new Ask.Settle("a-call", Outcome.known(BigDecimal.ONE))); // waits for the next request

        writer.add(new Ask.Flush(true, answer));

        assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(undone.get()).isEmpty();
    }

    @Test
    void each_budget_of_a_name_has_its_own_limit_also_for_calls_that_are_counted_together() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        DataSource slow = Watched.of(h2, (method, sql, real) -> {
            if (method.equals("getConnection")) {
                await(gathered);
            }
            return real.call();
        });
        Database database = new Database(slow, new Schema(Schema.PREFIX, true, new VirtualTime()), null);
        Duration aMinute = Duration.ofMinutes(1);
        BudgetWriter writer = new BudgetWriter(database, new Lease(aMinute, database), aMinute, Duration.ZERO);
        writer.add(new Ask.Flush(false, new CompletableFuture<>())); // waits for its connection
        Ask.Reserve small = reserve("small", "2", "3");
        Ask.Reserve large = reserve("large", "5", "100");
        Ask.Reserve tooMuch = reserve("too-much", "2", "3");
        List.of(small, large, tooMuch).forEach(writer::add);

        gathered.countDown();

        assertThat(small.answer().get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(large.answer().get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(tooMuch.answer().get(20, TimeUnit.SECONDS)).isPresent();
        writer.close();
    }

    @Test
    void a_connection_is_given_back_without_an_open_transaction_after_a_lost_commit_and_a_refusal() throws Exception {
        AtomicReference<String> last = new AtomicReference<>("");
        AtomicInteger phase = new AtomicInteger();
        AtomicBoolean reading = new AtomicBoolean();
        CompletableFuture<Boolean> readsStill = new CompletableFuture<>();
        DataSource watched = Watched.of(h2, (method, sql, real) -> {
            String before = last.getAndSet(method);
            if (method.equals("commit") && phase.compareAndSet(1, 2)) {
                throw new SQLException("The connection is lost", "08006");
            } else if (method.equals("getConnection") && phase.compareAndSet(2, 3)) {
                spend("100"); // by another process
            } else if (sql.startsWith("INSERT INTO openrouter_reservation")) {
                phase.compareAndSet(0, 1);
            } else if (sql.startsWith("SELECT") && sql.contains("FROM openrouter_reservation")) {
                reading.set(true);
            } else if (method.equals("commit") || method.equals("rollback")) {
                reading.set(false);
            } else if (phase.get() == 3 && method.equals("close") && before.equals("setAutoCommit")) {
                readsStill.complete(reading.get()); // the connection's end, not that of a statement
            }
            return real.call();
        });
        Database database = new Database(watched, new Schema(Schema.PREFIX, true, new VirtualTime()), null);
        Duration aMinute = Duration.ofMinutes(1);
        BudgetWriter writer = new BudgetWriter(database, new Lease(aMinute, database), aMinute, Duration.ZERO);
        Ask.Reserve refused = reserve("refused", "2", "3");

        writer.add(refused);

        assertThat(refused.answer().get(20, TimeUnit.SECONDS)).isPresent();
        assertThat(readsStill.get(20, TimeUnit.SECONDS)).isFalse();
        writer.close();
    }

    private void spend(String dollars) throws SQLException {
        try (Connection connection = h2.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE openrouter_account SET spent = " + dollars);
        }
    }

    private static Ask.Reserve reserve(String id, String amount, String limit) {
        Key total = new Key(Scope.TOTAL, "", "");
        AccountRow row = AccountRow.of("default", total);
        BigDecimal dollars = new BigDecimal(amount);
        Reservation reservation = new Reservation(id, dollars, List.of(), "chat", "m", null, Map.of());
        return new Ask.Reserve(
                List.of(reservation),
                Map.of(row.id(), new BigDecimal(limit)),
                Map.of(row.id(), row),
                List.of(dollars),
                new CompletableFuture<>());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
