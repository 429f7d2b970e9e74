package dev.langchain4j.model.openrouter.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
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
    void a_cost_that_nobody_knows_is_asked_for_less_and_less_often() {
        FakeTime time = new FakeTime();
        long begun = time.nanos();
        List<Long> asked = new CopyOnWriteArrayList<>();
        CountDownLatch last = new CountDownLatch(12);
        new CostSettler(true, time)
                .add(
                        "gen-1",
                        id -> {
                            asked.add(TimeUnit.NANOSECONDS.toSeconds(time.nanos() - begun));
                            last.countDown();
                            return Optional.empty();
                        },
                        settlement -> {});

        assertThat(awaited(last)).isTrue();

        assertThat(asked).containsExactly(1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L, 303L, 363L, 423L);
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
