package dev.langchain4j.model.openrouter.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostSettlerTest {

    @Test
    void an_interrupt_ends_the_wait_for_a_look_up_of_another_thread() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CostSettler settler = new CostSettler(true, new FakeTime());
        settler.add(
                "gen-1",
                id -> {
                    asked.countDown();
                    awaited(answer);
                    return Optional.empty();
                },
                settlement -> {});
        assertThat(awaited(asked)).isTrue();
        Thread settling = new Thread(settler::settle);

        settling.start();
        settling.interrupt();

        settling.join(Duration.ofSeconds(10).toMillis());
        boolean over = !settling.isAlive();
        answer.countDown();

        assertThat(over).isTrue();
    }

    @Test
    void an_interrupt_of_its_thread_is_cleared_or_nothing_would_park() {
        AtomicReference<Boolean> cleared = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        CostSettler settler = new CostSettler(true, new FakeTime() {
            @Override
            public void pause(Duration duration, BooleanSupplier wake) {
                Thread.currentThread().interrupt();
                boolean woken = wake.getAsBoolean();
                cleared.compareAndSet(null, woken && !Thread.currentThread().isInterrupted());
                super.pause(duration, wake);
            }
        });
        settler.add(
                "gen-1",
                id -> {
                    asked.countDown();
                    return Optional.of(new CostSettlement(BigDecimal.ONE, null, false, null, null));
                },
                settlement -> {});

        assertThat(awaited(asked)).isTrue();
        assertThat(cleared).hasValue(true);
    }

    @Test
    void a_cost_that_a_store_fails_to_count_with_an_error_is_told_again() {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Boolean> failed = new AtomicReference<>(false);
        AtomicReference<BigDecimal> counted = new AtomicReference<>();
        CostSettler settler = new CostSettler(true, new FakeTime());
        settler.add(
                "gen-1",
                id -> {
                    asked.countDown();
                    return Optional.of(new CostSettlement(BigDecimal.ONE, null, false, null, null));
                },
                settlement -> {
                    if (!failed.getAndSet(true)) {
                        throw new LinkageError("the store's own");
                    }
                    counted.set(settlement.cost());
                });
        assertThat(awaited(asked)).isTrue();

        settler.settle(); // waits for the look-up of the thread

        assertThat(counted).hasValue(BigDecimal.ONE);
    }

    @Test
    void a_request_misses_no_cost_that_the_thread_is_about_to_look_up() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch due = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        CostSettler settler = new CostSettler(true, new FakeTime() {
            @Override
            public void pause(Duration duration, BooleanSupplier wake) {
                thread.set(Thread.currentThread());
                awaited(due);
                super.pause(duration, wake);
            }
        });
        settler.add(
                "gen-1",
                id -> {
                    settler.add("gen-2", other -> Optional.of(CostSettlement.NOTHING), settlement -> told.add("gen-2"));
                    due.countDown();
                    HandlerRecorder.patiently().until(() -> waitsForLock(thread.get()));
                    settler.settle(); // on the thread that holds the lock
                    return Optional.of(CostSettlement.NOTHING);
                },
                settlement -> told.add("gen-1"));

        settler.settle();

        assertThat(told).containsExactly("gen-2", "gen-1");
    }

    private static boolean waitsForLock(@Nullable Thread thread) {
        Object blocker = thread == null ? null : LockSupport.getBlocker(thread);
        return blocker != null && blocker.getClass().getDeclaringClass() == ReentrantLock.class;
    }

    @Test
    void a_cost_that_nobody_knows_is_asked_for_less_and_less_often_and_twelve_times() throws Exception {
        FakeTime time = new FakeTime();
        long begun = time.nanos();
        List<Long> asked = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> asking = new AtomicReference<>();
        CountDownLatch first = new CountDownLatch(1);
        new CostSettler(true, time)
                .add(
                        "gen-1",
                        id -> {
                            asked.add(TimeUnit.NANOSECONDS.toSeconds(time.nanos() - begun));
                            asking.set(Thread.currentThread());
                            first.countDown();
                            return Optional.empty();
                        },
                        settlement -> {});

        assertThat(awaited(first)).isTrue();
        asking.get().join(Duration.ofSeconds(20).toMillis());
        assertThat(asking.get().isAlive()).isFalse();

        assertThat(asked).containsExactly(1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L, 303L, 363L, 423L);
    }

    @Test
    void a_new_cost_is_asked_for_while_an_older_one_waits_longer() {
        CountDownLatch waits = new CountDownLatch(1);
        CostSettler settler = new CostSettler(true, new FakeTime() {
            @Override
            public void pause(Duration duration, BooleanSupplier wake) {
                boolean isFirstLook = duration.toSeconds() == 1;
                if (isFirstLook || waits.getCount() == 0) {
                    super.pause(duration, wake);
                    return;
                }
                waits.countDown();
                while (!wake.getAsBoolean()) {
                    LockSupport.park(this);
                }
            }
        });
        settler.add("gen-1", id -> Optional.empty(), settlement -> {});
        assertThat(awaited(waits)).isTrue();
        CountDownLatch asked = new CountDownLatch(1);

        settler.add(
                "gen-2",
                id -> {
                    asked.countDown();
                    return Optional.empty();
                },
                settlement -> {});

        assertThat(awaited(asked)).isTrue();
    }

    @Test
    void an_error_of_a_store_loses_none_of_the_costs_that_wait() {
        AtomicReference<Boolean> failed = new AtomicReference<>(false);
        List<String> told = new ArrayList<>();
        CostSettler settler = new CostSettler(false, new FakeTime());
        for (String generationId : List.of("gen-1", "gen-2")) {
            settler.add(generationId, id -> Optional.of(CostSettlement.NOTHING), settlement -> {
                if (!failed.getAndSet(true)) {
                    throw new LinkageError("the store's own");
                }
                told.add(generationId);
            });
        }

        assertThatThrownBy(settler::settle).isInstanceOf(LinkageError.class);
        settler.settle();

        assertThat(told).containsExactlyInAnyOrder("gen-1", "gen-2");
    }

    @Test
    void no_more_than_ten_thousand_costs_wait() {
        AtomicInteger told = new AtomicInteger();
        CostSettler settler = new CostSettler(false, new FakeTime());
        for (int i = 0; i < 10_001; i++) {
            settler.add("gen-" + i, id -> Optional.of(CostSettlement.NOTHING), settlement -> told.incrementAndGet());
        }

        settler.settle();

        assertThat(told).hasValue(10_000);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
