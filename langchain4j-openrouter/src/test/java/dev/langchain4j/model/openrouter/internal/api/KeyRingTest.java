package dev.langchain4j.model.openrouter.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.RingKey.State;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    @Test
    void an_order_of_many_keys_is_made_while_other_threads_let_them_rest_and_wake_them() throws InterruptedException {
        List<RingKey> keys = IntStream.range(0, 500)
                .mapToObj(i -> new RingKey("k" + i, "key " + i))
                .toList();
        KeyRing ring = new KeyRing(keys, Duration.ofMinutes(10), new FakeTime());
        AtomicBoolean over = new AtomicBoolean();
        Thread other = new Thread(() -> restAndWake(keys, over));
        other.start();
        try {
            for (int i = 0; i < 1_000; i++) {
                assertThat(ring.get()).startsWith("key ");
            }
        } finally {
            over.set(true);
            other.join();
        }
    }

    private static void restAndWake(List<RingKey> keys, AtomicBoolean over) {
        Random random = new Random(7);
        while (!over.get()) {
            RingKey key = keys.get(random.nextInt(keys.size()));
            if (random.nextBoolean()) {
                key.rest(State.REFUSED, FakeTime.START.plusSeconds(1 + random.nextInt(1_000)));
            } else {
                key.wake();
            }
        }
    }
}
