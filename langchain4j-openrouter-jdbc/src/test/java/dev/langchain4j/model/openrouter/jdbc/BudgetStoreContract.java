package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Orphan;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Shortage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a budget's store does on each database. The second instance of {@link OpenRouterJdbc} is another process. */
@Timeout(60)
abstract class BudgetStoreContract {

    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");
    private static final Key ACME = new Key(Scope.TAG, "tenant", "acme");

    private final DataSource dataSource;
    private final String budget;
    private final OpenRouterJdbc jdbc;
    private final OpenRouterJdbc otherProcess;
    private final OpenRouterBudgetStore store;
    private final OpenRouterBudgetStore other;

    BudgetStoreContract(DataSource dataSource, String budget) {
        this.dataSource = dataSource;
        this.budget = budget;
        this.jdbc = OpenRouterJdbc.of(dataSource);
        this.otherProcess = OpenRouterJdbc.of(dataSource);
        this.store = jdbc.budgetStore(budget);
        this.other = otherProcess.budgetStore(budget);
    }

    @AfterEach
    void close() {
        jdbc.close();
        otherProcess.close();
        drop(dataSource);
    }

    void drop(DataSource database) {}

    @Test
    void a_reservation_becomes_its_cost() {
        Reservation call = reservation("1", "0.4", "acme");

        assertThat(store.reserve(List.of(call))).isNull();
        assertThat(other.read(TOTAL)).isEqualTo(balance("0", "0.4", "0"));

        store.settle(call.id(), Outcome.known(new BigDecimal("0.1")));
        assertThat(store.read(TOTAL)).isEqualTo(balance("0.1", "0", "0"));
        assertThat(store.read(ACME)).isEqualTo(balance("0.1", "0", "0"));
        assertThat(rows("reservation WHERE id = '" + call.id() + "'")).isZero();
    }

    @Test
    void a_call_that_does_not_fit_leaves_no_row() {
        Reservation tooMuch = reservation("1", "1.01", "new-tenant");

        assertThat(store.reserve(List.of(tooMuch))).isEqualTo(new Shortage(TOTAL, Balance.ZERO));

        assertThat(rows("account WHERE budget = '" + budget + "'")).isZero();
        assertThat(rows("reservation WHERE id = '" + tooMuch.id() + "'")).isZero();
    }

    @Test
    void what_another_process_has_reserved_counts() {
        other.reserve(List.of(reservation("1", "0.7", "acme")));

        assertThat(store.reserve(List.of(reservation("1", "0.3", "acme")))).isNull();
        assertThat(store.reserve(List.of(reservation("1", "0.01", "acme"))))
                .isEqualTo(new Shortage(TOTAL, balance("0", "1", "0")));
    }

    @Test
    void the_account_without_room_is_named() {
        store.reserve(List.of(reservation("5", "0.9", "acme")));

        Reservation second = new Reservation(
                id(),
                new BigDecimal("0.2"),
                List.of(new Account(TOTAL, new BigDecimal("5")), new Account(ACME, BigDecimal.ONE)),
                "chat",
                "m",
                null,
                Map.of());

        assertThat(store.reserve(List.of(second))).isEqualTo(new Shortage(ACME, balance("0", "0.9", "0")));
        assertThat(store.read(TOTAL)).isEqualTo(balance("0", "0.9", "0"));
    }

    @Test
    void calls_that_start_together_fit_together_or_not_at_all() {
        List<Reservation> batch = List.of(reservation("1", "0.6", "acme"), reservation("1", "0.6", "acme"));

        assertThat(store.reserve(batch)).isNotNull();
        assertThat(store.read(TOTAL)).isEqualTo(Balance.ZERO);

        List<Reservation> smaller = List.of(reservation("1", "0.5", "acme"), reservation("1", "0.5", "acme"));
        assertThat(store.reserve(smaller)).isNull();
        store.settle(smaller.get(0).id(), Outcome.known(new BigDecimal("0.2")));
        assertThat(store.read(TOTAL)).isEqualTo(balance("0.2", "0.5", "0"));
    }

    @Test
    void the_first_end_of_a_reservation_counts() {
        Reservation call = reserved("0.4");

        store.settle(call.id(), Outcome.known(new BigDecimal("0.1")));
        store.settle(call.id(), Outcome.known(new BigDecimal("0.2")));
        store.settle(call.id(), Outcome.unknown(new BigDecimal("0.4"), "gen-1"));
        store.settle("unknown-id", Outcome.known(new BigDecimal("0.2")));

        assertThat(store.read(TOTAL)).isEqualTo(balance("0.1", "0", "0"));
    }

    @Test
    void another_process_can_end_a_reservation() {
        Reservation call = reserved("0.4");

        other.settle(call.id(), Outcome.known(new BigDecimal("0.1")));
        assertThat(other.read(TOTAL)).isEqualTo(balance("0.1", "0", "0"));

        store.settle(call.id(), Outcome.known(new BigDecimal("0.4")));
        assertThat(store.read(TOTAL)).isEqualTo(balance("0.1", "0", "0"));
    }

    @Test
    void an_unknown_cost_counts_until_it_is_resolved_once() {
        Reservation call = reserved("0.4");
        store.settle(call.id(), Outcome.unknown(new BigDecimal("0.5"), "gen-1"));
        assertThat(store.read(TOTAL)).isEqualTo(balance("0", "0", "0.5"));

        assertThat(other.resolve(call.id(), new BigDecimal("0.3"))).isTrue();
        assertThat(store.resolve(call.id(), new BigDecimal("0.3"))).isFalse();

        assertThat(store.read(TOTAL)).isEqualTo(balance("0.3", "0", "0"));
    }

    @Test
    void a_reservation_is_found_by_the_id_that_it_pays_for() {
        Reservation call = reserved("0.4");
        String batch = "batch-" + id();

        store.identify(call.id(), batch);

        assertThat(store.find(batch)).hasValueSatisfying(found -> {
            assertThat(found.id()).isEqualTo(call.id());
            assertThat(found.amount()).isEqualByComparingTo(call.amount());
            assertThat(found.tags()).isEqualTo(call.tags());
            assertThat(found.accounts()).extracting(Account::key).containsExactlyInAnyOrder(TOTAL, ACME);
        });
        assertThat(other.find(batch + "-other")).isEmpty();
        assertThat(other.resolve(call.id(), new BigDecimal("0.3"))).isTrue();
        assertThat(other.find(batch)).isEmpty();
        assertThat(store.read(TOTAL)).isEqualTo(balance("0.3", "0", "0"));
    }

    @Test
    void what_a_dead_process_has_left_open_becomes_unsettled_and_belongs_to_one_other() {
        Reservation open = reserved("0.4");
        Reservation left = reserved("0.3");
        store.identify(open.id(), "gen-1");
        store.settle(left.id(), Outcome.unknown(new BigDecimal("0.3"), "gen-2"));
        store.read(TOTAL);
        assertThat(mine(other.takeOver(), open, left)).isEmpty();

        die();

        assertThat(mine(other.takeOver(), open, left))
                .extracting(orphan -> orphan.reservation().id(), Orphan::openRouterId, Orphan::abandoned)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(open.id(), "gen-1", true),
                        org.assertj.core.groups.Tuple.tuple(left.id(), "gen-2", false));
        assertThat(mine(other.takeOver(), open, left)).isEmpty();
        assertThat(other.read(TOTAL)).isEqualTo(balance("0", "0", "0.7"));

        assertThat(other.resolve(open.id(), new BigDecimal("0.2"))).isTrue();
        assertThat(other.read(TOTAL)).isEqualTo(balance("0.2", "0", "0.3"));
    }

    @Test
    void a_process_that_seemed_dead_settles_what_another_has_taken_over() {
        Reservation call = reserved("0.4");
        die();
        other.takeOver();

        store.settle(call.id(), Outcome.known(new BigDecimal("0.1")));

        assertThat(store.read(TOTAL)).isEqualTo(balance("0.1", "0", "0"));
    }

    @Test
    void a_dead_process_without_open_calls_leaves_no_row() {
        store.settle(reserved("0.4").id(), Outcome.known(BigDecimal.ONE));
        store.read(TOTAL);
        die();

        other.takeOver();

        assertThat(rows("holder")).isZero();
    }

    /** The database would keep the lock of a lost machine for hours. */
    @Test
    void a_process_that_freezes_while_it_renews_its_lease_holds_up_no_take_over() throws Exception {
        AtomicBoolean renews = new AtomicBoolean();
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        DataSource freezing = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.startsWith("UPDATE openrouter_holder")) {
                renews.set(frozen.getCount() > 0);
            } else if (method.equals("executeUpdate") && renews.getAndSet(false)) {
                die(); // it has been silent until now
                Object rows = real.call();
                if (rows.equals(1)) {
                    frozen.countDown();
                    await(goesOn);
                }
                return rows;
            }
            return real.call();
        });
        try (OpenRouterJdbc third = OpenRouterJdbc.builder(freezing)
                .lease(Duration.ofSeconds(1)) // is renewed four times as often
                .build()) {
            third.budgetStore(budget).reserve(List.of(reservation("10", "0.4", "acme")));
            await(frozen);
            try {
                assertThat(CompletableFuture.supplyAsync(other::takeOver)).succeedsWithin(20, TimeUnit.SECONDS);
            } finally {
                goesOn.countDown();
            }
        }
    }

    @Test
    void a_process_that_ends_in_order_leaves_what_is_unsettled_to_others_at_once() {
        Reservation call = reserved("0.4");
        store.settle(call.id(), Outcome.unknown(new BigDecimal("0.4"), "gen-1"));

        jdbc.close();

        assertThat(mine(other.takeOver(), call)).hasSize(1);
    }

    @Test
    void an_account_forgets_what_is_spent_but_not_what_is_open() {
        Reservation first = reserved("0.4");
        store.settle(first.id(), Outcome.known(new BigDecimal("0.4")));
        reserved("0.3");

        store.forget(ACME);

        assertThat(store.read(ACME)).isEqualTo(balance("0", "0.3", "0"));
        assertThat(store.read(TOTAL)).isEqualTo(balance("0.4", "0.3", "0"));
    }

    @Test
    void sessions_and_tags_can_be_any_text() {
        List<String> texts = List.of("a/b", "a%2Fb", "A", "a", "é", "\0", "x".repeat(5000), "🐟", "\ud83d", "");
        for (String text : texts) {
            Reservation call = new Reservation(
                    id(),
                    new BigDecimal("0.1"),
                    List.of(new Account(new Key(Scope.TAG, text, text), BigDecimal.ONE)),
                    "chat",
                    text,
                    text,
                    Map.of("t", text));
            assertThat(store.reserve(List.of(call))).isNull();
        }
        for (String text : texts) {
            assertThat(store.read(new Key(Scope.TAG, text, text))).as(text).isEqualTo(balance("0", "0.1", "0"));
        }
    }

    @Test
    void threads_of_two_processes_never_reserve_more_than_the_limit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> reserved = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            OpenRouterBudgetStore mine = thread % 2 == 0 ? store : other;
            reserved.add(threads.submit(() -> {
                int fitting = 0;
                for (int i = 0; i < 20; i++) {
                    fitting += mine.reserve(List.of(reservation("1", "0.01", "acme"))) == null ? 1 : 0;
                }
                return fitting;
            }));
        }
        int fitting = 0;
        for (Future<Integer> each : reserved) {
            fitting += each.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(fitting).isEqualTo(100);
        assertThat(store.read(TOTAL)).isEqualTo(balance("0", "1", "0"));
    }

    private Reservation reserved(String amount) {
        Reservation reservation = reservation("10", amount, "acme");
        assertThat(store.reserve(List.of(reservation))).isNull();
        return reservation;
    }

    private static Reservation reservation(String limit, String amount, String tenant) {
        return new Reservation(
                id(),
                new BigDecimal(amount),
                List.of(
                        new Account(TOTAL, new BigDecimal(limit)),
                        new Account(new Key(Scope.TAG, "tenant", tenant), BigDecimal.TEN)),
                "chat",
                "openai/gpt-4o",
                "s-1",
                Map.of("tenant", tenant));
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** Its lease has ended long ago. */
    private void die() {
        Databases.change(dataSource, "UPDATE openrouter_holder SET beat = beat - 600000");
    }

    private static List<Orphan> mine(List<Orphan> orphans, Reservation... reservations) {
        List<String> ids = List.of(reservations).stream().map(Reservation::id).toList();
        return orphans.stream()
                .filter(orphan -> ids.contains(orphan.reservation().id()))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long rows(String table) {
        return Databases.count(dataSource, "openrouter_" + table);
    }

    private static Balance balance(String spent, String reserved, String unsettled) {
        return new Balance(scaled(spent), scaled(reserved), scaled(unsettled));
    }

    private static BigDecimal scaled(String amount) {
        return new BigDecimal(amount).setScale(20);
    }
}
