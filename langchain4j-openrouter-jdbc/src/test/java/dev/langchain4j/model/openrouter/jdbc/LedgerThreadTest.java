package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerThreadTest {

    /** The threads that have begun a run. */
    private final BlockingQueue<Thread> runs = new LinkedBlockingQueue<>();

    /** Each run needs one to end. */
    private final Semaphore ends = new Semaphore(0);

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final LedgerThread thread = new LedgerThread(this::run);

    private boolean run() {
        runs.add(Thread.currentThread());
        ends.acquireUninterruptibly();
        if (errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
            throw new AssertionError("ends the thread");
        }
        return failures.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
    }

    @AfterEach
    void close() throws InterruptedException {
        ends.release(1_000);
        thread.close();
        for (Thread one = runs.poll(); one != null; one = runs.poll()) {
            one.join();
        }
    }

    private Thread nextRun() throws InterruptedException {
        return runs.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void what_is_requested_during_a_run_gets_a_run_of_its_own() throws InterruptedException {
        thread.request();
        Thread first = nextRun();
        thread.request();
        ends.release(2);

        assertThat(nextRun()).isSameAs(first);
        thread.flush();
        assertThat(runs).isEmpty();
    }

    @Test
    void what_fails_is_tried_again_until_it_is_done() throws InterruptedException {
        failures.set(2);
        ends.release(3);
        thread.request();

        Thread first = nextRun();
        assertThat(nextRun()).isSameAs(first);
        assertThat(nextRun()).isSameAs(first);
        first.join();
        assertThat(thread.isFailing()).isFalse();
    }

    @Test
    void the_next_request_starts_a_thread_after_an_error_has_ended_one() throws InterruptedException {
        errors.set(1);
        ends.release(2);
        thread.request();
        Thread first = nextRun();
        first.join();
        thread.request();

        assertThat(nextRun()).isNotNull().isNotSameAs(first);
    }

    @Test
    void what_fails_after_the_end_is_not_tried_again_but_a_later_request_is_tried() throws InterruptedException {
        failures.set(2);
        thread.request();
        Thread first = nextRun();
        Thread.currentThread().interrupt();
        thread.close(); // without waiting for the run
        assertThat(Thread.interrupted()).isTrue();
        ends.release(2);
        first.join();
        assertThat(thread.isFailing()).isTrue();
        assertThat(runs).isEmpty();

        thread.request();
        Thread later = nextRun();
        later.join();
        assertThat(runs).isEmpty();
    }
}
