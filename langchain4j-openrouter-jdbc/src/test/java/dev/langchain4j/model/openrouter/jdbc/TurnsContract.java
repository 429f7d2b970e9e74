package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer.Turn;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pace of free models on each database. The second instance of {@link OpenRouterJdbc} is another process. */
@Timeout(60)
abstract class TurnsContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final OpenRouterJdbc jdbc;
    private final Turns turns;
    private final Turns ofAnotherProcess;
    private final VirtualTime time = new VirtualTime();
    private final Turns timed;

    TurnsContract(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = OpenRouterJdbc.of(dataSource);
        this.turns = jdbc.turns();
        this.ofAnotherProcess = OpenRouterJdbc.of(dataSource).turns();
        this.timed = timed();
    }

    private Turns timed() {
        return OpenRouterJdbc.builder(dataSource).time(time).build().turns();
    }

    @BeforeEach
    void forget() {
        turns.take(1, 1, null);
        Databases.change(dataSource, "DELETE FROM openrouter_pace");
    }

    @AfterEach
    void drop() {
        jdbc.close();
        drop(dataSource);
    }

    void drop(DataSource database) {}

    @Test
    void processes_wait_for_their_turn_together() {
        assertThat(turns.take(2, 10, null).delay()).isZero();
        assertThat(ofAnotherProcess.take(2, 10, null).delay()).isZero();

        Duration third = turns.take(2, 10, null).delay();
        Duration fourth = ofAnotherProcess.take(2, 10, null).delay();
        Duration fifth = ofAnotherProcess.take(2, 10, null).delay();

        assertThat(third).isPositive().isLessThanOrEqualTo(MINUTE);
        assertThat(fourth).isPositive().isLessThanOrEqualTo(MINUTE);
        assertThat(fifth).isBetween(MINUTE, MINUTE.multipliedBy(2));
    }

    @Test
    void a_turn_that_comes_too_late_is_not_taken() {
        turns.take(1, 10, null);

        for (int i = 0; i < 3; i++) {
            Turn turn = turns.take(1, 10, Duration.ofSeconds(1));
            assertThat(turn.delay()).isBetween(Duration.ofSeconds(2), MINUTE);
            assertThat(turn.dayUsedUp()).isFalse();
        }
    }

    @Test
    void the_calls_of_a_day_are_counted_together() {
        Turns others = timed(); // by a clock on which no day ends meanwhile
        timed.take(10, 2, null);
        others.take(10, 2, null);

        Turn third = timed.take(10, 2, null);

        assertThat(third.dayUsedUp()).isTrue();
        assertThat(third.delay()).isBetween(Duration.ZERO, Duration.ofDays(1));
    }

    @Test
    void a_new_day_has_all_its_calls() {
        turns.take(10, 1, null);
        Databases.change(dataSource, "UPDATE openrouter_pace SET today = '2026-01-01'");

        assertThat(turns.take(10, 1, null).dayUsedUp()).isFalse();
    }

    @Test
    void a_day_does_not_begin_again_when_the_clock_steps_back() {
        assertThat(timed.take(10, 1, null).dayUsedUp()).isFalse();
        time.advance(Duration.ofDays(1));
        assertThat(timed.take(10, 1, null).dayUsedUp()).isFalse();

        for (int step = 0; step < 4; step++) {
            time.advance(Duration.ofDays(step % 2 == 0 ? -1 : 1));
            assertThat(timed.take(10, 1, null).dayUsedUp()).isTrue();
        }
    }

    @Test
    void a_clock_that_is_set_back_holds_up_nobody() {
        time.advance(Duration.ofHours(1));
        timed.take(2, 10, null);
        timed.take(2, 10, null);

        time.advance(Duration.ofHours(-1));

        assertThat(timed.take(2, 10, null).delay()).isZero();
        assertThat(timed.take(2, 10, null).delay()).isZero();
        assertThat(timed.take(2, 10, null).delay()).isEqualTo(MINUTE);
    }

    @Test
    void a_clock_that_is_set_back_a_little_lets_no_more_calls_through() {
        timed.take(1, 10, null);

        time.advance(Duration.ofSeconds(-1));

        assertThat(timed.take(1, 10, null).delay()).isEqualTo(MINUTE.plusSeconds(1));
    }

    @Test
    void turns_wait_for_those_that_lie_ahead() {
        for (int minute = 0; minute < 5; minute++) {
            assertThat(timed.take(1, 10, null).delay()).isEqualTo(MINUTE.multipliedBy(minute));
        }
        time.advance(MINUTE);

        assertThat(timed.take(1, 10, null).delay()).isEqualTo(MINUTE.multipliedBy(4));
    }

    @Test
    void the_row_stays_small_however_many_calls_wait() {
        timed.take(1, 100_000, null);
        long now = time.now().toEpochMilli();
        String waiting = LongStream.rangeClosed(0, 7_140)
                .mapToObj(minute -> String.valueOf(now + minute * MINUTE.toMillis()))
                .collect(Collectors.joining(" "));
        Databases.change(dataSource, "UPDATE openrouter_pace SET starts = '" + now + " " + waiting + "'");

        assertThat(timed.take(1, 100_000, null).delay()).isEqualTo(MINUTE.multipliedBy(7_141));
        time.advance(MINUTE.multipliedBy(2));
        assertThat(timed.take(1, 100_000, null).delay()).isEqualTo(MINUTE.multipliedBy(7_140));

        assertThat(Databases.ask(dataSource, "SELECT starts FROM openrouter_pace"))
                .hasSizeLessThan(20_000);
    }

    @Test
    void no_turn_is_given_twice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> atOnce = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Turns mine = thread % 2 == 0 ? turns : ofAnotherProcess;
            atOnce.add(threads.submit(() -> {
                int count = 0;
                for (int i = 0; i < 10; i++) {
                    count += mine.take(20, 1000, null).delay().isZero() ? 1 : 0;
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
}
