package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A stream that an executor is to carry out. One that ends before a thread has taken it - because the executor is busy
 * for too long, drops it, or is shut down - is told of it without that thread, and is not carried out any more.
 */
final class StreamTask {

    private final ExecutorService threads;
    private final Consumer<TransportException> notBegun;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** @param notBegun told of the end of a stream that has not begun, in place of the one who would have carried it out */
    StreamTask(ExecutorService threads, Consumer<TransportException> notBegun) {
        this.threads = threads;
        this.notBegun = notBegun;
    }

    /** Whether the caller is the one to bring this stream to its end; true only once. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean waits() {
        return !taken.get();
    }

    /** Whether no thread can come any more. */
    boolean neverRuns() {
        return threads.isTerminated();
    }

    /** The call has ended. */
    void ended(TransportException why) {
        if (take()) {
            onThreadOfItsOwn(() -> notBegun.accept(why));
        }
    }

    /** A callback may take long, and whoever ends calls must not wait for it; unless there is no thread to be had. */
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
