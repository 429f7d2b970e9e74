package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A stream for an executor. If it ends before a thread has taken it - because the executor is busy for too long, drops
 * it, or is shut down - its listener is called without that thread, and the stream no longer runs.
 */
final class StreamTask {

    private final ExecutorService threads;
    private final Consumer<TransportException> notBegun;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean accepted; // by the executor; read by the watch

    /**
     * @param notBegun called at the end of a stream that never started, instead of the thread that would have run it
     */
    StreamTask(ExecutorService threads, Consumer<TransportException> notBegun) {
        this.threads = threads;
        this.notBegun = notBegun;
    }

    /** Whether the caller must end this stream; true only once. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean waits() {
        return !taken.get();
    }

    /** The executor has not refused it. Until then its caller, and nobody else, hears that there is no thread. */
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
    private static void onThreadOfItsOwn(Runnable last) {
        try {
            Thread thread = new Thread(last, "openrouter-stream-end");
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable noThread) {
            last.run();
        }
    }
}
