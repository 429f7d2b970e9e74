package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LimitReporterTest {

    private final BlockingQueue<Thread> reports = new LinkedBlockingQueue<>();
    private final AtomicBoolean fails = new AtomicBoolean(true);
    private final LimitReporter reporter =
            new LimitReporter(this::report, () -> true, Duration.ofMinutes(1).toNanos());

    private void report() {
        reports.add(Thread.currentThread());
        if (fails.getAndSet(false)) {
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
            throw new AssertionError("ends the thread");
        }
    }

    @Test
    void the_next_change_is_told_after_an_error_has_ended_the_thread() throws InterruptedException {
        reporter.report();
        Thread first = reports.poll(30, TimeUnit.SECONDS);
        first.join();
        reporter.report();

        assertThat(reports.poll(10, TimeUnit.SECONDS)).isNotNull().isNotSameAs(first);
        reporter.close();
    }
}
