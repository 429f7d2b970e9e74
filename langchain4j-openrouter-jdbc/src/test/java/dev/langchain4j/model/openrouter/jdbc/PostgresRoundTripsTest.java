package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Shortage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a reservation costs: how often something goes to PostgreSQL and back. */
@ExtendWith(Postgres.class)
@Timeout(60)
class PostgresRoundTripsTest {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");
    private static final Key TENANT = new Key(Scope.TAG, "tenant", "acme");

    private final String budget = UUID.randomUUID().toString();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private final DataSource postgres;
    private final OpenRouterJdbc jdbc;
    private final OpenRouterBudgetStore store;

    PostgresRoundTripsTest(DataSource postgres) {
        this.postgres = postgres;
        // no beat within the test, and no end that goes alone because the machine is slow
        this.jdbc = OpenRouterJdbc.builder(Watched.counting(postgres, roundTrips))
                .lease(Duration.ofMinutes(10))
                .endsWait(Duration.ofMinutes(10))
                .build();
        this.store = jdbc.budgetStore(budget);
    }

    @AfterEach
    void close() {
        jdbc.close();
    }

    @Test
    void a_reservation_and_the_end_of_the_call_before_are_one_round_trip() {
        call("1000");
        int before = roundTrips.get();

        for (int i = 0; i < 50; i++) {
            call("1000");
        }

        assertThat(roundTrips.get() - before).isEqualTo(50);
        assertThat(store.read(TOTAL)).isEqualTo(new Balance(amount("5.1"), amount("0"), amount("0")));
    }

    @Test
    void a_refused_reservation_is_one_round_trip_and_leaves_no_row() {
        call("1.5");
        assertThat(reserve("1.5")).isNull();
        assertThat(reserve("1.5")).isNotNull(); // from now on, a look comes first
        int before = roundTrips.get();

        for (int i = 0; i < 20; i++) {
            assertThat(reserve("1.5"))
                    .isEqualTo(new Shortage(TOTAL, new Balance(amount("0.1"), amount("1"), amount("0"))));
        }

        assertThat(roundTrips.get() - before).isEqualTo(20);
    }

    @Test
    void a_room_that_another_process_has_taken_is_noticed_without_a_look() {
        call("1.5");
        assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.1");
        Databases.change(postgres, "UPDATE openrouter_account SET reserved = 1 WHERE budget = '" + budget + "'");

        assertThat(reserve("1.5")).isEqualTo(new Shortage(TOTAL, new Balance(amount("0.1"), amount("1"), amount("0"))));
    }

    @Test
    void what_has_ended_in_this_process_makes_room_at_once() {
        for (int i = 0; i < 20; i++) {
            String id = UUID.randomUUID().toString();
            assertThat(reserve(id, "1")).as("call %d", i).isNull();
            store.settle(id, Outcome.known(BigDecimal.ZERO));
        }
    }

    @Test
    void an_account_whose_row_is_deleted_counts_again() {
        call("1000");
        store.forget(TOTAL);
        store.forget(TENANT);

        call("1000");

        assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.1");
        assertThat(store.read(TENANT).spent()).isEqualByComparingTo("0.1");
    }

    private void call(String limit) {
        String id = UUID.randomUUID().toString();
        assertThat(reserve(id, limit)).isNull();
        store.settle(id, Outcome.known(amount("0.1")));
    }

    private Shortage reserve(String limit) {
        return reserve(UUID.randomUUID().toString(), limit);
    }

    private Shortage reserve(String id, String limit) {
        List<Account> accounts = List.of(new Account(TOTAL, new BigDecimal(limit)), new Account(TENANT, null));
        return store.reserve(
                List.of(new Reservation(id, BigDecimal.ONE, accounts, "chat", "openai/gpt-4o", null, Map.of())));
    }

    private static BigDecimal amount(String dollars) {
        return new BigDecimal(dollars).setScale(20);
    }
}
