package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.internal.rerank.simulation.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallGateTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final VirtualClock clock = new VirtualClock();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 18, 60})
    void no_minute_ever_sees_more_calls_than_the_rate(int rate) {
        var random = new Random(rate);
        var gate = new CallGate(4, rate, clock);
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            clock.after(
                    Duration.ofMillis(random.nextInt(400_000)),
                    () -> gate.submit(() -> {
                        starts.add(clock.nanoTime());
                        return clock.later(Duration.ofMillis(random.nextInt(3_000)));
                    }));
        }

        clock.runAll();

        assertThat(starts).hasSize(300);
        for (int i = rate; i < starts.size(); i++) {
            assertThat(starts.get(i) - starts.get(i - rate)).isGreaterThanOrEqualTo(MINUTE);
        }
    }

    @Test
    void a_call_under_way_that_is_sent_once_more_waits_for_the_rate_but_not_for_a_place() {
        var gate = new CallGate(1, 2, clock);
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            gate.submit(() -> {
                starts.add(clock.nanoTime());
                var turn = new CompletableFuture<Void>();
                gate.again(turn);
                return turn.thenAccept(now -> starts.add(clock.nanoTime()));
            });
        }

        clock.runAll();

        assertThat(starts).containsExactly(0L, 0L, MINUTE, MINUTE, 2 * MINUTE, 2 * MINUTE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_turn_that_is_given_up_takes_no_part_of_the_rate(boolean beforeItIsTaken) {
        var gate = new CallGate(1, 1, clock);
        gate.submit(() -> CompletableFuture.completedFuture("first"));
        var turn = new CompletableFuture<Void>();
        if (beforeItIsTaken) {
            turn.cancel(true);
        }
        gate.again(turn);
        List<Long> starts = new ArrayList<>();
        gate.submit(() -> {
            starts.add(clock.nanoTime());
            return CompletableFuture.completedFuture("second");
        });

        turn.cancel(true);
        clock.runAll();

        assertThat(starts).containsExactly(MINUTE);
    }

    @Test
    void the_rate_is_used_up() {
        var gate = new CallGate(4, 18, clock);
        for (int i = 0; i < 180; i++) {
            gate.submit(() -> clock.later(Duration.ofMillis(300)));
        }

        clock.runAll();

        assertThat(clock.nanoTime()).isLessThan(9 * MINUTE + MINUTE / 2);
    }

    @Test
    void never_more_calls_at_once_than_allowed() {
        var gate = new CallGate(3, null, clock);
        int[] running = {0, 0};
        for (int i = 0; i < 50; i++) {
            gate.submit(() -> {
                running[0]++;
                running[1] = Math.max(running[1], running[0]);
                return clock.later(Duration.ofMillis(10)).thenRun(() -> running[0]--);
            });
        }

        clock.runAll();

        assertThat(running).containsExactly(0, 3);
    }

    @Test
    void calls_start_in_the_order_they_came() {
        var gate = new CallGate(1, null, clock);
        List<Integer> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            gate.submit(() -> {
                started.add(number);
                return clock.later(Duration.ofMillis(10));
            });
        }

        clock.runAll();

        assertThat(started).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void a_hundred_thousand_calls_that_end_at_once_do_not_nest() {
        var gate = new CallGate(1, null, clock);
        var blocker = new CompletableFuture<String>();
        gate.submit(() -> blocker);
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            results.add(gate.submit(() -> CompletableFuture.completedFuture("done")));
        }

        blocker.complete("go");

        assertThat(results).allMatch(CompletableFuture::isDone);
    }

    @Test
    void a_cancelled_call_leaves_the_queue() {
        var gate = new CallGate(1, null, clock);
        var blocker = new CompletableFuture<String>();
        gate.submit(() -> blocker);
        List<String> started = new ArrayList<>();
        var waiting = gate.submit(() -> {
            started.add("cancelled");
            return new CompletableFuture<String>();
        });

        waiting.cancel(true);
        blocker.complete("go");

        assertThat(started).isEmpty();
    }

    @Test
    void cancelling_a_running_call_cancels_it_and_frees_its_place() {
        var gate = new CallGate(1, null, clock);
        var running = new CompletableFuture<String>();
        var first = gate.submit(() -> running);
        var second = gate.submit(() -> CompletableFuture.completedFuture("next"));

        first.cancel(true);

        assertThat(running).isCancelled();
        assertThat(second).isCompletedWithValue("next");
    }

    @Test
    void a_call_that_fails_to_start_fails_and_frees_its_place() {
        var gate = new CallGate(1, null, clock);
        var failed = gate.<String>submit(() -> {
            throw new IllegalStateException("no line");
        });
        var next = gate.submit(() -> CompletableFuture.completedFuture("next"));

        assertThatThrownBy(failed::join).hasRootCauseMessage("no line");
        assertThat(next).isCompletedWithValue("next");
    }

    @Test
    void limits_below_one_are_refused() {
        assertThatThrownBy(() -> new CallGate(0, null, clock)).hasMessageContaining("maxConcurrency");
        assertThatThrownBy(() -> new CallGate(1, 0, clock)).hasMessageContaining("requestsPerMinute");
    }
}
