package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the limits of all open calls of one client from one daemon thread that checks each of them every 25 ms, less
 * often if there are hundreds. A timer per read, as in OkHttp's own read timeout, costs more than the reading itself
 * with hundreds of open streams, and it would count keep-alive comments as progress.
 */
final class CallWatch implements AutoCloseable {

    private static final long TICK_NANOS = 25_000_000;

    /**
     * Fewer calls than this are checked every tick, fewer than twice as many every second tick, and so on: checks of a
     * thousand calls at every tick took a twentieth of the processor time of the calls.
     */
    private static final int CALLS_A_TICK = 256;

    private static final int MAX_TICKS = 10;

    /** Consecutive empty checks before the thread ends; the next call starts another. */
    private static final int LOOKS_BEFORE_REST = 80;

    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private final Time time;
    private volatile @Nullable Thread watcher;
    private volatile boolean closed;

    CallWatch(Time time) {
        this.time = time;
    }

    void ensureOpen() {
        if (closed) {
            throw new TransportException(Kind.CLOSED, "This OpenRouter connection has been closed", null);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** @throws TransportException if there is no thread to watch the call; it is not open then */
    void add(OpenCall call) {
        open.add(call);
        Thread current = watcher;
        if (closed) {
            call.closed();
        } else if (current == null || !current.isAlive()) {
            try {
                start();
            } catch (Throwable noThread) {
                open.remove(call);
                throw new TransportException(
                        Kind.NO_THREAD, call.what() + " was not sent: there is no thread to watch its time", noThread);
            }
        }
    }

    void remove(OpenCall call) {
        open.remove(call);
    }

    /** Checks every open call once. If one of them throws, the others are still checked. */
    void look() {
        long now = time.nanos();
        for (OpenCall call : open) {
            try {
                call.check(now);
            } catch (Throwable ofThisCall) {
                // A user's executor gave no thread, or memory is full: the next check may succeed.
            }
        }
    }

    /** Ends every open call. */
    @Override
    public void close() {
        closed = true;
        open.forEach(OpenCall::closed);
        LockSupport.unpark(watcher);
    }

    private synchronized void start() {
        Thread current = watcher;
        if ((current == null || !current.isAlive()) && !closed) {
            Thread thread = OwnThread.of(this::watch, "openrouter-call-watch");
            thread.start();
            watcher = thread;
        }
    }

    private void watch() {
        for (int empty = 0; !closed; empty = open.isEmpty() ? empty + 1 : 0) {
            try {
                look();
            } catch (Throwable noMemory) {
                // Without this thread no call would ever end.
            }
            if (empty > LOOKS_BEFORE_REST && rest()) {
                return;
            }
            Thread.interrupted(); // an interrupt means nothing here, and with it set the thread would not park
            LockSupport.parkNanos(this, nanosBetweenLooks(open.size()));
        }
    }

    /** Between two checks of a call, if so many are open. */
    static long nanosBetweenLooks(int calls) {
        return TICK_NANOS * Math.min(1 + calls / CALLS_A_TICK, MAX_TICKS);
    }

    /** Ends the thread, unless a call has arrived since. */
    private synchronized boolean rest() {
        watcher = null;
        if (open.isEmpty()) {
            return true;
        }
        watcher = Thread.currentThread();
        return false;
    }
}
