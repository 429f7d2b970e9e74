package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ParallelCallsTest {

    @Test
    void an_interrupted_thread_starts_no_call() {
        AtomicInteger started = new AtomicInteger();
        Supplier<Integer> call = started::incrementAndGet;
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ParallelCalls.run(List.of(call, call), 2, task -> task))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(started).hasValue(0);
    }
}
