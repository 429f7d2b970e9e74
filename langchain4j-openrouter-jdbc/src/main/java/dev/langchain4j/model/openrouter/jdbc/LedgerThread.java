package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The thread of a ledger, a daemon that exists while it has work. It begins shortly after the first request, so that
 * one run serves several, and tries again what fails, after pauses that grow.
 */
final class LedgerThread {

    private static final Duration COLLECTS = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FLUSHES_WITHIN = Duration.ofSeconds(10);

    private final BooleanSupplier work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below are guarded by the lock.
    private boolean running;

    /** Whether work was requested that the thread has not begun. */
    private boolean requested;

    /** When the thread may begin, on the nanosecond clock. */
    private long notBefore = System.nanoTime();

    /** The pause after the last run; zero if that did not fail. */
    private Duration pause = Duration.ZERO;

    private boolean closing;

    /** @param work does all that there is; false if it failed */
    LedgerThread(BooleanSupplier work) {
        this.work = work;
    }

    /** There is work. */
    void request() {
        lock.lock();
        try {
            if (!requested) {
                requested = true;
                long collected = System.nanoTime() + COLLECTS.toNanos();
                notBefore = notBefore - collected > 0 ? notBefore : collected;
            }
            if (!running) {
                // if there is no thread, the next request tries again
                running = OwnThread.start(this::run, this::died, "openrouter-jdbc-ledger");
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            ended(work.getAsBoolean());
        }
    }

    /** @return false if there is no work: the thread ends */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (requested && notBefore - System.nanoTime() > 0) {
                changed.awaitNanos(notBefore - System.nanoTime());
            }
            running = requested;
            requested = false;
            changed.signalAll();
            return running;
        } catch (InterruptedException nobodyDoes) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void ended(boolean done) {
        lock.lock();
        try {
            if (done) {
                pause = Duration.ZERO;
            } else {
                pause = longer(pause);
                notBefore = System.nanoTime() + pause.toNanos();
                requested = !closing;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    /** Of an error: the next request starts another. */
    private void died() {
        lock.lock();
        try {
            running = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the last run failed. */
    boolean isFailing() {
        lock.lock();
        try {
            return !pause.isZero();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** Begins at once, and waits until the work is done or fails, for a few seconds. */
    void flush() {
        lock.lock();
        try {
            long end = System.nanoTime() + FLUSHES_WITHIN.toNanos();
            notBefore = System.nanoTime();
            changed.signalAll();
            while (running && (closing || pause.isZero()) && end - System.nanoTime() > 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins at once, for the last time, and waits for the thread's end, for a few seconds. Nothing that fails from now
     * on is tried again; a later request is tried once.
     */
    void close() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        flush();
    }
}
