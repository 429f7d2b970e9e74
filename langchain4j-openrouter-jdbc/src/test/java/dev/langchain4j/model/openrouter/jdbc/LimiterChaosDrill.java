package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Limits;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turn;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three processes with one limiter, whose database fails at random: what it has granted never exceeds the limits, and in
 * the end there is room again. Seeds with {@code -Ddrill.seed=1 -Ddrill.seeds=20}.
 */
@Timeout(300)
@ExtendWith(Postgres.class)
class LimiterChaosDrill {

    private static final Limits LIMITS = new Limits(5, 1000L, 3);
    private static final Duration LEASE = Duration.ofHours(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int STEPS = 400;

    static LongStream seeds() {
        long first = Long.getLong("drill.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("drill.seeds", 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void limits_hold_whatever_fails(long seed, DataSource postgres) {
        DataSource h2 = Databases.h2();
        run(h2, seed);
        run(postgres, seed);
        Databases.drop(h2);
    }

    private static void run(DataSource database, long seed) {
        OpenRouterJdbc.of(database).rerankCache().get("creates the tables");
        Run run = new Run(database, seed);
        for (int step = 0; step < STEPS; step++) {
            run.step(step);
        }
        run.end();
    }

    private static final class Process {

        private final Chaos chaos;
        private final OpenRouterJdbc jdbc;
        private final Turns turns;

        private Process(DataSource database, long seed, VirtualTime time, String limiter) {
            this.chaos = new Chaos(database, seed);
            this.jdbc = OpenRouterJdbc.builder(chaos.dataSource())
                    .lease(LEASE)
                    .patience(Duration.ofSeconds(30))
                    .time(time)
                    .build();
            this.turns = jdbc.rateTurns(limiter);
            chaos.fail(0.03);
        }
    }

    /** A call that was granted its turn, in milliseconds since 1970. */
    private static final class Call {

        private final String id;
        private final Process process;
        private long start;
        private long tokens;
        private boolean underWay;

        private Call(String id, Process process) {
            this.id = id;
            this.process = process;
        }

        private boolean isWithinAMinuteFrom(Call other) {
            return start >= other.start && start < other.start + MINUTE.toMillis();
        }
    }

    private static final class Run {

        private final long seed;
        private final Random random;
        private final VirtualTime time = new VirtualTime();
        private final List<Process> processes = new ArrayList<>();
        private final List<Call> waiting = new ArrayList<>();
        private final List<Call> granted = new ArrayList<>();

        private Run(DataSource database, long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            String limiter = UUID.randomUUID().toString();
            for (int i = 0; i < 3; i++) {
                processes.add(new Process(database, seed * 31 + i, time, limiter));
            }
        }

        private void step(int step) {
            int dice = random.nextInt(100);
            if (dice < 45) {
                ask(step);
            } else if (dice < 80) {
                endOne();
            } else if (dice < 99) {
                time.advance(Duration.ofMillis(random.nextInt(8_000)));
            } else if (processes.size() == 3) {
                Process killed = processes.remove(2);
                killed.chaos.fail(1);
                waiting.removeIf(call -> call.process == killed);
            }
        }

        private void ask(int step) {
            boolean again = !waiting.isEmpty() && random.nextBoolean();
            Call call = again
                    ? waiting.remove(0)
                    : new Call("call-" + step, processes.get(random.nextInt(processes.size())));
            call.tokens = 10 + random.nextInt(500);
            Duration longest = random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(30));
            try {
                Turn turn = call.process.turns.take(LIMITS, call.id, call.tokens, longest);
                if (turn.taken()) {
                    call.start = time.now().plus(turn.delay()).toEpochMilli();
                    call.underWay = true;
                    granted.add(call);
                    check("seed " + seed + ", step " + step);
                } else if (longest == null || turn.delay().compareTo(longest) <= 0) {
                    waiting.add(call);
                } else {
                    call.process.turns.ended(call.id);
                }
            } catch (JdbcException countedElsewhere) {
                call.process.turns.ended(call.id);
            }
        }

        private void endOne() {
            List<Call> underWay = granted.stream()
                    .filter(call -> call.underWay && processes.contains(call.process))
                    .toList();
            if (!underWay.isEmpty()) {
                end(underWay.get(random.nextInt(underWay.size())));
            }
        }

        private void end(Call call) {
            if (random.nextBoolean()) {
                call.tokens = random.nextInt((int) call.tokens + 1);
                call.process.turns.used(call.id, call.tokens);
            }
            call.underWay = false;
            call.process.turns.ended(call.id);
        }

        private void check(String when) {
            assertThat(granted.stream().filter(call -> call.underWay)).as(when).hasSizeLessThanOrEqualTo(3);
            for (Call first : granted) {
                List<Call> minute = granted.stream()
                        .filter(call -> call.isWithinAMinuteFrom(first))
                        .toList();
                assertThat(minute).as(when).hasSizeLessThanOrEqualTo(5);
                assertThat(minute.stream().mapToLong(call -> call.tokens).sum())
                        .as(when)
                        .isLessThanOrEqualTo(1000);
            }
        }

        private void end() {
            processes.forEach(process -> process.chaos.fail(0));
            waiting.forEach(call -> call.process.turns.ended(call.id));
            granted.stream()
                    .filter(call -> call.underWay && processes.contains(call.process))
                    .forEach(this::end);
            time.advance(LEASE.plus(LEASE));
            for (String call : List.of("a", "b", "c")) {
                take(processes.get(0), call, Turn::taken);
            }
            assertThat(take(processes.get(1), "d", any -> true).taken())
                    .as("seed " + seed)
                    .isFalse();
            processes.forEach(process -> process.jdbc.close());
        }

        /** A report that has failed since then says that the database is away, for a second. */
        private Turn take(Process process, String call, Predicate<Turn> isExpected) {
            return await("seed " + seed)
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(JdbcException.class)
                    .until(
                            () -> {
                                time.advance(Duration.ofSeconds(1));
                                return process.turns.take(LIMITS, call, 1, null);
                            },
                            isExpected);
        }
    }

    /** As one that is stopped, or whose machine is lost: its connection stays open, and says nothing. */
    @Test
    void a_process_that_freezes_holds_up_the_others_for_seconds(DataSource postgres) throws Exception {
        String limiter = UUID.randomUUID().toString();
        AtomicBoolean freezes = new AtomicBoolean();
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thaws = new CountDownLatch(1);
        DataSource freezing = Watched.of(postgres, (method, sql, real) -> {
            if (method.equals("commit") && freezes.get()) {
                frozen.countDown();
                awaitThaw(thaws);
            }
            return real.call();
        });
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(postgres);
                OpenRouterJdbc other = OpenRouterJdbc.of(freezing)) {
            Turns turns = jdbc.rateTurns(limiter);
            turns.take(LIMITS, "first", 1, null);
            freezes.set(true);
            CompletableFuture<Turn> turn =
                    CompletableFuture.supplyAsync(() -> other.rateTurns(limiter).take(LIMITS, "frozen", 1, null));
            frozen.await();

            CompletableFuture<Turn> next = CompletableFuture.supplyAsync(() -> turns.take(LIMITS, "next", 1, null));

            assertThat(next.get(60, TimeUnit.SECONDS).taken()).isTrue();
            freezes.set(false);
            thaws.countDown();
            assertThat(turn).failsWithin(Duration.ofSeconds(30));
        } finally {
            thaws.countDown();
        }
    }

    private static void awaitThaw(CountDownLatch thaws) {
        try {
            thaws.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
