package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A step of a stream or an asynchronous call, for an executor. If the call ends before a thread has taken the step -
 * because the executor is busy for too long, drops it, or is shut down - it is told so without that thread, and no
 * longer runs.
 */
final class StreamTask {

    private final ExecutorService threads;
    private final Consumer<TransportException> notBegun;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean accepted; // by the executor; read by the watch

    /** @param notBegun called at the end of a call whose step never started, instead of the thread that would run it */
    StreamTask(ExecutorService threads, Consumer<TransportException> notBegun) {
        this.threads = threads;
        this.notBegun = notBegun;
    }

    /** Whether the caller must run or end the call; true only once. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean waits() {
        return !taken.get();
    }

    /** The executor has not refused it. A refusal is reported to the caller only. */
    void accepted() {
        accepted = true;
    }

    /** Whether no thread can come any more. */
    boolean neverRuns() {
        return accepted && threads.isTerminated();
    }

    /** The call has ended. */
    void ended(TransportException why) {
        if (take()) {
            onThreadOfItsOwn(() -> notBegun.accept(why));
        }
    }

    /** A callback may take long, and a thread that ends calls must not wait for it, unless there is no other thread. */
    static void onThreadOfItsOwn(Runnable last) {
        try {
            OwnThread.of(last, "openrouter-call-end").start();
        } catch (Throwable noThread) {
            last.run();
        }
    }
}
