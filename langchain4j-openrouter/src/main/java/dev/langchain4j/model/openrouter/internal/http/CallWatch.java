package dev.langchain4j.model.openrouter.internal.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the limits of all open calls of one client from one daemon thread that looks at each of them every 25 ms.
 * A timer per read, which is what OkHttp's own read timeout comes to, costs more than the reading itself when hundreds
 * of streams are open; and it would count keep-alive comments as life.
 */
final class CallWatch implements AutoCloseable {

    private static final long TICK_NANOS = 25_000_000;

    /** How many empty looks in a row before the thread ends; the next call starts another. */
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
            throw new IllegalStateException("This OpenRouter connection has been closed");
        }
    }

    void add(OpenCall call) {
        open.add(call);
        if (closed) {
            call.closed();
        } else if (watcher == null) {
            start();
        }
    }

    void remove(OpenCall call) {
        open.remove(call);
    }

    /** One look at every open call. */
    void look() {
        long now = time.nanos();
        for (OpenCall call : open) {
            call.check(now);
        }
    }

    int openCalls() {
        return open.size();
    }

    /** Ends every open call. */
    @Override
    public void close() {
        closed = true;
        open.forEach(OpenCall::closed);
        LockSupport.unpark(watcher);
    }

    private synchronized void start() {
        if (watcher == null && !closed) {
            Thread thread = new Thread(this::watch, "openrouter-call-watch");
            thread.setDaemon(true);
            watcher = thread;
            thread.start();
        }
    }

    private void watch() {
        for (int empty = 0; !closed; empty = open.isEmpty() ? empty + 1 : 0) {
            look();
            if (empty > LOOKS_BEFORE_REST && rest()) {
                return;
            }
            LockSupport.parkNanos(this, TICK_NANOS);
        }
    }

    /** Gives the thread up, unless a call came in meanwhile. */
    private synchronized boolean rest() {
        watcher = null;
        if (open.isEmpty()) {
            return true;
        }
        watcher = Thread.currentThread();
        return false;
    }
}
