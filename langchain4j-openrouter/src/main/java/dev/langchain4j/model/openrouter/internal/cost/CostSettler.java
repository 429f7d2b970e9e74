package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the costs that were unknown at the end of their calls, by generation id: in the background on one daemon
 * thread, which exists only while it has work, or on request. OpenRouter records an answer shortly after it ended.
 */
public final class CostSettler {

    /** Maximum waiting costs; further ones stay unsettled. */
    private static final int MAX_WAITING = 10_000;

    private static final int BACKGROUND_LOOKS = 12;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final int LOOKS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final boolean background;
    private final Time time;

    /** Held during requests, so that nobody misses what another thread is processing. */
    private final ReentrantLock asking = new ReentrantLock();

    private final CostLookups lookups = new CostLookups();

    // All below are guarded by this settler's monitor.
    private final PriorityQueue<Pending> due = new PriorityQueue<>(Comparator.comparingLong(Pending::at));
    private final Deque<Pending> rest = new ArrayDeque<>();
    private @Nullable Thread thread;

    public CostSettler(boolean background, Time time) {
        this.background = background;
        this.time = time;
    }

    /**
     * A cost to look up.
     *
     * @param lookup of the connection that sent the call
     * @param at when to look next, on the nanosecond clock
     * @param looks number of look-ups in the background
     * @param then receives the cost
     */
    record Pending(String generationId, CostLookup lookup, long at, int looks, Consumer<CostSettlement> then) {

        private Pending later(long at) {
            return new Pending(generationId, lookup, at, looks + 1, then);
        }
    }

    /** An open connection: it also serves calls whose own connection has been closed. */
    public void seen(CostLookup lookup) {
        lookups.seen(lookup);
    }

    public void add(String generationId, CostLookup lookup, Consumer<CostSettlement> then) {
        long at = time.nanos() + FIRST_WAIT.toNanos();
        synchronized (this) {
            if (due.size() + rest.size() >= MAX_WAITING) {
                return;
            }
            put(new Pending(generationId, lookup, at, 0, then));
        }
    }

    private synchronized void put(Pending pending) {
        if (!background || pending.looks() >= BACKGROUND_LOOKS) {
            rest.add(pending);
            return;
        }
        due.add(pending);
        if (thread == null) {
            start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** If no thread is available, {@link #settle} still works. */
    private synchronized void start() {
        Thread settling = OwnThread.of(this::run, "openrouter-cost-settler");
        thread = settling;
        try {
            settling.start();
        } catch (OutOfMemoryError noThread) {
            thread = null;
        }
    }

    private void run() {
        boolean over = false;
        try {
            for (Pending next = next(); next != null; next = next()) {
                lookAt(next);
            }
            over = true;
        } finally {
            if (!over) {
                synchronized (this) {
                    thread = null; // the next call that is not settled starts another
                }
            }
        }
    }

    /** No effect if another thread has looked at it meanwhile. */
    private void lookAt(Pending pending) {
        asking.lock();
        boolean done = !take(pending);
        try {
            done = done || settleOne(pending);
        } finally {
            if (!done) { // also if an error, such as one of a budget's store, ends this thread
                put(pending.later(time.nanos() + wait(pending.looks() + 1).toNanos()));
            }
            asking.unlock();
        }
    }

    private synchronized boolean take(Pending pending) {
        return due.remove(pending);
    }

    /** Waits until one is due, and leaves it there; null, and the end of the thread, if there is none. */
    private @Nullable Pending next() {
        while (true) {
            Pending first;
            synchronized (this) {
                first = due.peek();
                if (first == null) {
                    thread = null;
                    return null;
                }
                if (first.at() - time.nanos() <= 0) {
                    return first;
                }
            }
            Pending awaited = first;
            // Clears an interrupt, which means nothing to this thread: with it set, the thread would not park.
            time.pause(Duration.ofNanos(first.at() - time.nanos()), () -> Thread.interrupted() || isOvertaken(awaited));
        }
    }

    private synchronized boolean isOvertaken(Pending awaited) {
        return due.peek() != awaited;
    }

    private static Duration wait(int looks) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(looks, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Looks up all waiting costs, on the caller's thread. */
    public void settle() {
        for (int look = 1; ; look++) {
            if (settleAll() || look == LOOKS || Thread.currentThread().isInterrupted()) {
                return;
            }
            time.pause(
                    FIRST_PAUSE.multipliedBy(1L << (look - 1)),
                    () -> Thread.currentThread().isInterrupted());
        }
    }

    /**
     * Looks up each waiting cost once.
     *
     * @return whether none is left
     */
    private boolean settleAll() {
        try {
            asking.lockInterruptibly(); // another thread's look-up can take long
        } catch (InterruptedException wantsAnEnd) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            Deque<Pending> open = takeAll();
            List<Pending> stillOpen = new ArrayList<>();
            try {
                while (!open.isEmpty()) {
                    if (!settleOne(open.peek())) {
                        stillOpen.add(open.peek());
                    }
                    open.poll();
                }
            } finally {
                open.forEach(this::put);
                stillOpen.forEach(this::put);
            }
            return stillOpen.isEmpty();
        } finally {
            asking.unlock();
        }
    }

    private synchronized Deque<Pending> takeAll() {
        Deque<Pending> all = new ArrayDeque<>(due);
        all.addAll(rest);
        due.clear();
        rest.clear();
        return all;
    }

    /** @return whether the cost is known now, and the budget has it */
    private boolean settleOne(Pending pending) {
        Optional<CostSettlement> known = lookups.find(pending.generationId(), pending.lookup());
        return known.isPresent() && tell(pending, known.get());
    }

    /** @return false if the budget's store fails: it is told again later */
    private static boolean tell(Pending pending, CostSettlement settlement) {
        try {
            pending.then().accept(settlement);
            return true;
        } catch (RuntimeException storeFailed) {
            return false;
        }
    }
}
