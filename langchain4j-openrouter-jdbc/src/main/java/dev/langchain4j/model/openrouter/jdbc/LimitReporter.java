package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a limiter's table, on one daemon thread, that calls have ended, and a few times within each lease that this
 * process lives. The thread exists while there is something to tell.
 */
final class LimitReporter {

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_FLUSH = Duration.ofSeconds(3).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final Runnable report;
    private final BooleanSupplier idle;
    private final long beatNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below are guarded by the lock.
    private boolean running;
    private boolean urgent;
    private boolean failing;
    private boolean closed;

    /** @param idle whether there is nothing to tell until the next call */
    LimitReporter(Runnable report, BooleanSupplier idle, long beatNanos) {
        this.report = report;
        this.idle = idle;
        this.beatNanos = beatNanos;
    }

    /** Something is under way. */
    void beat() {
        wake(false);
    }

    /** Something has changed. */
    void report() {
        wake(true);
    }

    private void wake(boolean now) {
        lock.lock();
        try {
            urgent |= now;
            if (!running) {
                // if there is no thread, the next call tries again
                running = OwnThread.start(this::run, this::died, "openrouter-jdbc-limiter");
            } else if (now) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            reported(tell());
        }
    }

    /** @return false if the database is away */
    private boolean tell() {
        try {
            report.run();
            return true;
        } catch (RuntimeException away) {
            warn(away);
            return false;
        }
    }

    /**
     * Waits until there is something to report.
     *
     * @return false if there is nothing more: the thread ends
     */
    private boolean awaitWork() {
        lock.lock();
        try {
            long end = System.nanoTime() + (failing ? PAUSE : beatNanos);
            while (mayWait() && end - System.nanoTime() > 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
            running = urgent || !closed && !idle.getAsBoolean();
            urgent = false;
            changed.signalAll();
            return running;
        } catch (InterruptedException nobodyDoes) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A pause follows a failure, even if something is urgent. Without a failure, an idle thread ends at once. */
    private boolean mayWait() {
        return !closed && (failing || !urgent && !idle.getAsBoolean());
    }

    private void reported(boolean done) {
        lock.lock();
        try {
            failing = !done;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Of an error: the next call starts another thread. */
    private void died() {
        lock.lock();
        try {
            running = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void warn(RuntimeException away) {
        if (!failing) { // written by this thread alone
            LOG.warn(
                    "The limiter's database cannot be reached; other processes count the calls that ended here as open: {}",
                    away.getMessage());
        }
    }

    /** Waits a little until all is told. An end that comes later is told, too. */
    void close() {
        long end = System.nanoTime() + LONGEST_FLUSH;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (running && end - System.nanoTime() > 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
