package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The requests of threads to the writer, in order, and the writer's thread, which exists while it has work. */
final class BudgetQueue {

    private static final int MAX_AT_ONCE = 200;

    private final long mayWait;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below are guarded by the lock.
    private final Deque<Queued> asks = new ArrayDeque<>();
    private int urgent;
    private long notBefore = System.nanoTime();
    private boolean running;

    /** @param mayWait how long an id or the end of a call waits for the next reservation, which takes it along */
    BudgetQueue(Duration mayWait) {
        this.mayWait = mayWait.toNanos();
    }

    /** @param writer the thread's work, until {@link #take} returns null */
    void add(Ask ask, Runnable writer) {
        lock.lock();
        try {
            put(new Queued(ask, System.nanoTime()), false);
            if (!running) {
                // if there is no thread, the next request tries again
                running = OwnThread.start(writer, this::died, "openrouter-jdbc-budget");
            } else if (urgent > 0 || asks.size() == 1) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Puts requests that must be tried again before all others. */
    void addFirst(List<Queued> again) {
        lock.lock();
        try {
            for (int i = again.size() - 1; i >= 0; i--) {
                put(again.get(i), true);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(Queued queued, boolean first) {
        if (first) {
            asks.addFirst(queued);
        } else {
            asks.addLast(queued);
        }
        urgent += isUrgent(queued) ? 1 : 0;
    }

    private static boolean isUrgent(Queued queued) {
        return !(queued.ask instanceof Ask.Identify || queued.ask instanceof Ask.Settle);
    }

    /** No request is taken for this time, and no beat is made. */
    void pause(long nanos) {
        lock.lock();
        try {
            notBefore = System.nanoTime() + nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Of an error: the next ask starts another thread. */
    private void died() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the waiting requests.
     *
     * @param longest nanoseconds to wait
     * @param mayEnd whether the thread ends if no request waits
     * @return empty if no request arrives in this time; null for the end of the thread
     */
    @Nullable
    List<Queued> take(long longest, boolean mayEnd) {
        long end = System.nanoTime() + longest;
        lock.lock();
        try {
            while (true) {
                long now = System.nanoTime();
                long wait = asks.isEmpty() ? end - now : urgent > 0 ? 0 : isDue() - now;
                long left = asks.isEmpty() && mayEnd ? wait : Math.max(wait, notBefore - now);
                if (left <= 0) {
                    break;
                }
                changed.awaitNanos(left);
            }
            if (asks.isEmpty() && mayEnd) {
                running = false;
                return null;
            }
            return drain();
        } catch (InterruptedException e) {
            return List.of(); // nobody interrupts this thread
        } finally {
            lock.unlock();
        }
    }

    private long isDue() {
        return asks.getFirst().since + mayWait;
    }

    private List<Queued> drain() {
        List<Queued> taken = new ArrayList<>();
        while (!asks.isEmpty() && taken.size() < MAX_AT_ONCE) {
            Queued queued = asks.removeFirst();
            urgent -= isUrgent(queued) ? 1 : 0;
            taken.add(queued);
        }
        return taken;
    }
}
