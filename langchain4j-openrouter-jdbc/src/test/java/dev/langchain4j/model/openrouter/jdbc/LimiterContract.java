package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Limits;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turn;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turns;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A limiter on each database, by a clock that stands still. The second instance of {@link OpenRouterJdbc} is another process. */
@Timeout(60)
abstract class LimiterContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final String name = UUID.randomUUID().toString();
    private final VirtualTime time = new VirtualTime();
    private final DataSource dataSource;
    private final FlakyDataSource flaky;
    private final OpenRouterJdbc jdbc;
    private final OpenRouterJdbc otherProcess;
    private final Turns turns;
    private final Turns others;
    private int calls;

    LimiterContract(DataSource dataSource) {
        this.dataSource = dataSource;
        // by the real clock: two processes that create them wait for each other
        OpenRouterJdbc.of(dataSource).rerankCache().get("creates the tables");
        this.flaky = new FlakyDataSource(dataSource);
        this.jdbc = process(flaky);
        this.otherProcess = process(dataSource);
        this.turns = jdbc.rateTurns(name);
        this.others = otherProcess.rateTurns(name);
    }

    private OpenRouterJdbc process(DataSource database) {
        return OpenRouterJdbc.builder(database)
                .lease(LEASE)
                .patience(Duration.ofSeconds(30))
                .time(time)
                .build();
    }

    @AfterEach
    void close() {
        jdbc.close();
        otherProcess.close();
        drop(dataSource);
    }

    void drop(DataSource database) {}

    @Test
    void processes_share_the_requests_of_a_minute() {
        assertThat(start(turns, requests(2))).isZero();
        time.advance(Duration.ofSeconds(20));
        assertThat(start(others, requests(2))).isZero();

        assertThat(start(turns, requests(2)))
                .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(40).plus(SLICE));
        assertThat(start(others, requests(2))).isBetween(MINUTE, MINUTE.plus(SLICE));

        time.advance(MINUTE.multipliedBy(3));
        assertThat(start(turns, requests(2))).isZero();
    }

    @Test
    void no_minute_sees_more_than_allowed_and_no_turn_is_wasted() {
        Random random = new Random(7);
        Limits limits = new Limits(5, 1000L, null);
        List<Long> starts = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            time.advance(Duration.ofMillis(random.nextInt(8_000)));
            long amount = random.nextInt(400);
            Turn turn = (random.nextBoolean() ? turns : others).take(limits, "call-" + i, amount, null);
            starts.add(time.now().toEpochMilli() + turn.delay().toMillis());
            tokens.add(amount);
        }

        assertThat(starts).isSorted();
        for (int from = 0; from < starts.size(); from++) {
            long count = 0;
            long sum = 0;
            for (int i = from; i < starts.size() && starts.get(i) < starts.get(from) + MINUTE.toMillis(); i++) {
                count++;
                sum += tokens.get(i);
            }
            assertThat(count).isLessThanOrEqualTo(5);
            assertThat(sum).isLessThanOrEqualTo(1000);
        }
        Duration took = Duration.ofMillis(starts.get(starts.size() - 1) - starts.get(0));
        assertThat(took).isLessThan(MINUTE.multipliedBy(60 / 3));
    }

    @Test
    void a_turn_that_comes_too_late_is_not_taken() {
        start(turns, requests(1));

        for (int i = 0; i < 3; i++) {
            Turn turn = others.take(requests(1), "late", 0, Duration.ofSeconds(1));
            assertThat(turn.taken()).isFalse();
            assertThat(turn.delay()).isBetween(MINUTE, MINUTE.plus(SLICE));
        }
    }

    @Test
    void a_clock_that_is_set_back_holds_up_nobody() {
        time.advance(Duration.ofHours(1));
        start(turns, requests(2));
        start(turns, requests(2));

        time.advance(Duration.ofHours(-1));

        assertThat(start(others, requests(2))).isZero();
        assertThat(start(turns, requests(2))).isZero();
        assertThat(start(others, requests(2))).isBetween(MINUTE, MINUTE.plus(SLICE));
    }

    @Test
    void a_clock_that_is_set_back_a_little_lets_no_more_calls_through() {
        start(turns, requests(1));

        time.advance(Duration.ofSeconds(-1));

        assertThat(start(others, requests(1)))
                .isBetween(MINUTE, MINUTE.plusSeconds(1).plus(SLICE));
    }

    @Test
    void what_a_call_has_really_used_counts_for_the_others() {
        turns.take(tokens(1000), "long", 900, null);
        assertThat(others.take(tokens(1000), "next", 200, Duration.ZERO).taken())
                .isFalse();

        turns.used("long", 100);

        await().untilAsserted(() -> assertThat(
                        others.take(tokens(1000), "next", 200, Duration.ZERO).taken())
                .isTrue());
    }

    @Test
    void a_call_larger_than_the_limit_goes_alone() {
        assertThat(turns.take(tokens(10), "a", 500, null).delay()).isZero();
        assertThat(others.take(tokens(10), "b", 500, null).delay()).isBetween(MINUTE, MINUTE.plus(SLICE));
    }

    @Test
    void tokens_that_may_have_been_given_back_are_not_given_back_again() {
        AtomicBoolean loses = new AtomicBoolean();
        DataSource losing = Watched.of(dataSource, (method, sql, real) -> {
            Object result = real.call();
            if (method.equals("commit") && loses.getAndSet(false)) {
                throw new SQLNonTransientConnectionException("the answer of the commit is lost", "08006");
            }
            return result;
        });
        try (OpenRouterJdbc process = process(losing)) {
            Turns mine = process.rateTurns(name);
            mine.take(tokens(1000), "a", 450, null);
            mine.take(tokens(1000), "b", 450, null);
            loses.set(true);
            mine.used("a", 0);
            await().until(() -> !loses.get());
            awaitReportThatFails(mine);
            time.advance(Duration.ofSeconds(2));

            await().until(() -> mine.take(tokens(1000), "c", 550, Duration.ZERO).taken());
            assertThat(others.take(tokens(1000), "d", 100, Duration.ZERO).taken())
                    .isFalse();
        }
    }

    @Test
    void a_refused_attempt_gives_its_tokens_back_to_the_next_one() {
        turns.take(tokens(100), "call", 80, null);

        assertThat(turns.take(tokens(100), "call", 80, null).delay()).isZero();
        assertThat(others.take(tokens(100), "other", 80, null).delay()).isBetween(MINUTE, MINUTE.plus(SLICE));
    }

    @Test
    void processes_share_the_calls_under_way() {
        assertThat(turns.take(atOnce(2), "a", 0, null).taken()).isTrue();
        assertThat(others.take(atOnce(2), "b", 0, null).taken()).isTrue();
        assertThat(turns.take(atOnce(2), "c", 0, null).taken()).isFalse();

        others.ended("b");

        await().until(() -> turns.take(atOnce(2), "c", 0, null).taken());
        assertThat(others.take(atOnce(2), "d", 0, null).taken()).isFalse();
    }

    @Test
    void another_attempt_of_a_call_keeps_its_place() {
        turns.take(new Limits(2, null, 1), "a", 0, null);

        assertThat(turns.take(new Limits(2, null, 1), "a", 0, null).delay()).isZero();
        assertThat(turns.take(new Limits(2, null, 1), "a", 0, null).delay()).isPositive();
        assertThat(others.take(new Limits(2, null, 1), "b", 0, null).taken()).isFalse();
    }

    @Test
    void the_call_that_has_waited_longest_is_next_in_whichever_process() {
        turns.take(atOnce(1), "a", 0, null);
        assertThat(others.take(atOnce(1), "first", 0, null).taken()).isFalse();
        time.advance(Duration.ofMillis(500));
        assertThat(turns.take(atOnce(1), "second", 0, null).taken()).isFalse();

        turns.ended("a");

        assertThat(turns.take(atOnce(1), "second", 0, null).taken()).isFalse();
        assertThat(others.take(atOnce(1), "first", 0, null).taken()).isTrue();
    }

    @Test
    void a_process_that_asks_no_more_holds_up_nobody() {
        turns.take(atOnce(1), "a", 0, null);
        others.take(atOnce(1), "gone", 0, null);
        time.advance(Duration.ofMillis(500));
        turns.take(atOnce(1), "b", 0, null);
        turns.ended("a");

        time.advance(Duration.ofSeconds(3));

        assertThat(turns.take(atOnce(1), "b", 0, null).taken()).isTrue();
    }

    @Test
    void a_call_that_waits_no_more_leaves_no_gap() {
        turns.take(atOnce(1), "a", 0, null);
        turns.take(atOnce(1), "cancelled", 0, null);
        assertThat(turns.take(atOnce(1), "next", 0, null).delay()).isGreaterThan(Duration.ofMillis(50));
        turns.ended("cancelled");
        turns.ended("a");

        assertThat(turns.take(atOnce(1), "next", 0, null).taken()).isTrue();
    }

    @Test
    void what_a_dead_process_had_under_way_counts_until_its_lease_ends() {
        turns.take(atOnce(1), "left open", 0, null);
        flaky.goAway(); // or a slow machine would see a beat
        time.advance(LEASE.minusSeconds(1));
        assertThat(others.take(atOnce(1), "b", 0, null).taken()).isFalse();

        time.advance(Duration.ofSeconds(2));

        assertThat(others.take(atOnce(1), "b", 0, null).taken()).isTrue();
        assertThat(Databases.count(dataSource, "openrouter_limit_holder WHERE limiter = '" + name + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_process_with_long_calls_says_that_it_lives() {
        try (OpenRouterJdbc lively = OpenRouterJdbc.builder(dataSource)
                .lease(Duration.ofSeconds(1))
                .time(time)
                .build()) {
            lively.rateTurns(name).take(atOnce(1), "long", 0, null);
            String before = beat();
            time.advance(Duration.ofSeconds(30));

            await().until(() -> !beat().equals(before));

            assertThat(turns.take(atOnce(1), "b", 0, null).taken()).isFalse();
            lively.rateTurns(name).ended("long");
        }
        assertThat(turns.take(atOnce(1), "b", 0, null).taken()).isTrue();
    }

    private String beat() {
        return Databases.ask(
                dataSource, "SELECT MAX(beat) FROM openrouter_limit_holder WHERE limiter = '" + name + "'");
    }

    @Test
    void an_end_that_the_database_cannot_be_told_is_told_later() {
        turns.take(atOnce(1), "a", 0, null);
        flaky.goAway();
        turns.ended("a");
        assertThat(others.take(atOnce(1), "b", 0, null).taken()).isFalse();
        await().until(() -> flaky.refused() > 0);
        awaitReportThatFails(turns);

        flaky.comeBack();
        time.advance(Duration.ofSeconds(2));

        await().until(() -> others.take(atOnce(1), "b", 0, null).taken());
    }

    /** Until then, it would remember a failure of the time after the clock has been advanced. */
    private static void awaitReportThatFails(Turns turns) {
        assertThatThrownBy(() -> turns.take(requests(1), "comes after the report", 0, null))
                .isInstanceOf(JdbcException.class);
    }

    @Test
    void a_database_that_is_away_is_asked_once_a_second() {
        start(turns, requests(2));
        flaky.goAway();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> start(turns, requests(2))).hasMessageContaining("failed to take a turn");
        }
        assertThat(flaky.refused()).isEqualTo(1);

        flaky.comeBack();
        time.advance(Duration.ofSeconds(1));

        assertThat(start(turns, requests(2))).isZero();
    }

    @Test
    void calls_that_cannot_be_counted_do_not_wait_for_each_other() {
        flaky.goAway();
        for (String call : List.of("a", "b", "c")) {
            assertThatThrownBy(() -> turns.take(atOnce(5), call, 0, null))
                    .hasMessageContaining("failed to take a turn");
        }

        flaky.comeBack();
        time.advance(Duration.ofSeconds(1));

        assertThat(turns.take(atOnce(5), "d", 0, null).taken()).isTrue();
    }

    @Test
    void an_end_that_is_told_while_another_call_starts_does_not_hide_it() {
        AtomicReference<Turns> watched = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<Thread> starts = new AtomicReference<>();
        DataSource source = Watched.of(dataSource, (method, sql, real) -> {
            Object result = real.call();
            if (method.equals("commit") && Thread.currentThread() == starts.get()) {
                watched.get().ended("earlier");
                awaitBriefly(told);
            } else if (method.equals("commit") && starts.get() != null) {
                told.countDown();
            }
            return result;
        });
        try (OpenRouterJdbc process = process(source)) {
            watched.set(process.rateTurns(name));
            watched.get().take(atOnce(2), "earlier", 0, null);
            starts.set(Thread.currentThread());
            watched.get().take(atOnce(2), "later", 0, null);
            starts.set(null);

            await().until(() -> others.take(atOnce(2), "b", 0, null).taken());
            assertThat(others.take(atOnce(2), "c", 0, null).taken()).isFalse();
        }
    }

    /** It does not come at all if the other call has to start first. */
    private static void awaitBriefly(CountDownLatch latch) {
        try {
            latch.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void calls_that_come_together_start_together_if_there_is_room() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(12);
        CountDownLatch together = new CountDownLatch(12);
        List<Future<Boolean>> taken = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String call = "call-" + i;
            taken.add(threads.submit(() -> {
                together.countDown();
                together.await();
                return turns.take(atOnce(12), call, 0, null).taken();
            }));
        }
        threads.shutdown();

        for (Future<Boolean> each : taken) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(others.take(atOnce(12), "one more", 0, null).taken()).isFalse();
    }

    @Test
    void a_database_that_does_not_answer_one_call_does_not_hold_up_the_others() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        DataSource silent = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.contains("FOR UPDATE")) {
                asked.countDown();
                assertThat(awaits(answer)).isTrue();
            }
            return real.call();
        });
        try (OpenRouterJdbc process = OpenRouterJdbc.builder(silent)
                .lease(LEASE)
                .patience(Duration.ofMillis(20))
                .time(time)
                .build()) {
            Turns mine = process.rateTurns(name);
            CompletableFuture<Turn> first =
                    CompletableFuture.supplyAsync(() -> mine.take(requests(2), "first", 0, null));
            assertThat(awaits(asked)).isTrue();

            assertThatThrownBy(() -> mine.take(requests(2), "second", 0, null))
                    .hasMessageContaining("failed to take a turn");

            answer.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS).taken()).isTrue();
        } finally {
            answer.countDown();
        }
    }

    @Test
    void an_interrupt_is_no_failure_of_the_database() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        DataSource slow = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.contains("FOR UPDATE")) {
                asked.countDown();
                assertThat(awaits(answer)).isTrue();
            }
            return real.call();
        });
        try (OpenRouterJdbc process = process(slow)) {
            Turns mine = process.rateTurns(name);
            CompletableFuture<Turn> first =
                    CompletableFuture.supplyAsync(() -> mine.take(requests(2), "first", 0, null));
            assertThat(awaits(asked)).isTrue();

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> mine.take(requests(2), "second", 0, null))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();

            answer.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS).taken()).isTrue();
            assertThat(mine.take(requests(2), "third", 0, null).taken()).isTrue();
        } finally {
            Thread.interrupted();
            answer.countDown();
        }
    }

    @Test
    void an_interrupted_question_to_the_database_does_not_keep_the_next_one_from_it() {
        AtomicBoolean interrupts = new AtomicBoolean(true);
        DataSource pool = Watched.of(dataSource, (method, sql, real) -> {
            if (sql.contains("FOR UPDATE") && interrupts.getAndSet(false)) {
                Thread.currentThread().interrupt();
                throw new SQLTransientException("interrupted", "08001");
            }
            return real.call();
        });
        try (OpenRouterJdbc process = process(pool)) {
            Turns mine = process.rateTurns(name);
            assertThatThrownBy(() -> mine.take(requests(2), "first", 0, null)).isInstanceOf(JdbcException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(mine.take(requests(2), "second", 0, null).taken()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void no_turn_is_given_twice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> atOnce = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Turns mine = thread % 2 == 0 ? turns : others;
            String call = "call-" + thread + "-";
            atOnce.add(threads.submit(() -> {
                int count = 0;
                for (int i = 0; i < 10; i++) {
                    count += mine.take(requests(20), call + i, 0, Duration.ZERO).taken() ? 1 : 0;
                }
                return count;
            }));
        }
        int count = 0;
        for (Future<Integer> each : atOnce) {
            count += each.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(count).isEqualTo(20);
    }

    @Test
    void limiters_of_other_names_do_not_count() {
        start(turns, requests(1));

        assertThat(start(jdbc.rateTurns(name + ".2"), requests(1))).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jdbc.rateTurns("a/b"))
                .withMessageContaining("limiter");
    }

    private Duration start(Turns among, Limits limits) {
        Turn turn = among.take(limits, "call-" + calls++, 0, null);
        assertThat(turn.taken()).isTrue();
        return turn.delay();
    }

    private static Limits requests(int perMinute) {
        return new Limits(perMinute, null, null);
    }

    private static Limits tokens(long perMinute) {
        return new Limits(null, perMinute, null);
    }

    private static Limits atOnce(int calls) {
        return new Limits(null, null, calls);
    }
}
