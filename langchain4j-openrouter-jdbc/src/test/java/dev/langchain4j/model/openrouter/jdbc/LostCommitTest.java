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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit that the database has done, but whose answer is lost: it is neither repeated nor forgotten. */
@Timeout(60)
class LostCommitTest {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");

    private final DataSource h2 = Databases.h2();
    private final FlakyDataSource flaky = new FlakyDataSource(h2);
    private final OpenRouterJdbc jdbc =
            OpenRouterJdbc.builder(flaky).patience(Duration.ofMinutes(1)).build();
    private final OpenRouterBudgetStore store = jdbc.budgetStore();

    @AfterEach
    void close() {
        jdbc.close();
        Databases.drop(h2);
    }

    @Test
    void a_reservation_is_made_once() {
        reserve("warm-up");
        flaky.loseNextCommit("openrouter_reservation WHERE id = 'r-1'");

        reserve("r-1");

        assertThat(flaky.lost()).isTrue();
        assertThat(store.read(TOTAL).reserved()).isEqualByComparingTo("2");
    }

    @Test
    void a_reservation_that_does_not_fit_twice_is_made_once() {
        reserve("warm-up");
        flaky.loseNextCommit("openrouter_reservation WHERE id = 'r-1'");

        reserve("r-1", "8");

        assertThat(flaky.lost()).isTrue();
        assertThat(store.read(TOTAL).reserved()).isEqualByComparingTo("9");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_reservation_that_nobody_awaits_any_more_is_freed(boolean goesAway) throws Exception {
        reserve("warm-up");
        Thread caller =
                new Thread(() -> assertThatThrownBy(() -> reserve("r-1")).isInstanceOf(CancellationException.class));
        if (goesAway) {
            flaky.loseNextCommitAndGoAway("openrouter_reservation WHERE id = 'r-1'");
            caller.start();
            await().until(() -> flaky.lost() && flaky.refused() > 0);
            interrupt(caller);
            flaky.comeBack();
        } else {
            flaky.whenLost(() -> interrupt(caller));
            flaky.loseNextCommit("openrouter_reservation WHERE id = 'r-1'");
            caller.start();
            caller.join();
        }

        await().untilAsserted(() -> assertThat(store.read(TOTAL).reserved()).isEqualByComparingTo("1"));
        assertThat(flaky.lost()).isTrue();
    }

    private static void interrupt(Thread caller) {
        caller.interrupt();
        try {
            caller.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_reservation_is_settled_once() {
        reserve("r-1");
        flaky.loseNextCommit("openrouter_account WHERE spent > 0");

        store.settle("r-1", Outcome.known(new BigDecimal("0.25")));

        assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.25");
        assertThat(store.read(TOTAL).reserved()).isZero();
        assertThat(flaky.lost()).isTrue();
    }

    @Test
    void a_cost_is_resolved_once_and_said_to_be() {
        reserve("r-1");
        store.settle("r-1", Outcome.unknown(BigDecimal.ONE, "gen-1"));
        assertThat(store.read(TOTAL).unsettled()).isEqualByComparingTo("1");
        flaky.loseNextCommit("openrouter_account WHERE spent > 0");

        assertThat(store.resolve("r-1", new BigDecimal("0.25"))).isTrue();

        assertThat(flaky.lost()).isTrue();
        assertThat(store.resolve("r-1", new BigDecimal("0.25"))).isFalse();
        assertThat(store.read(TOTAL).spent()).isEqualByComparingTo("0.25");
        assertThat(store.read(TOTAL).unsettled()).isZero();
    }

    private void reserve(String id) {
        reserve(id, "1");
    }

    private void reserve(String id, String amount) {
        List<Account> accounts = List.of(new Account(TOTAL, BigDecimal.TEN));
        Reservation call = new Reservation(id, new BigDecimal(amount), accounts, "chat", "m", null, Map.of());
        assertThat(store.reserve(List.of(call))).isNull();
    }
}
