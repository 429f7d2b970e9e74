package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The pause of a stream whose receiver wants no more for now. A stream that is resumed before it pauses goes on at
 * once.
 */
final class StreamPause {

    private static final AtomicReferenceFieldUpdater<StreamPause, Runnable> NEXT =
            AtomicReferenceFieldUpdater.newUpdater(StreamPause.class, Runnable.class, "next");

    private static final Runnable AT_ONCE = () -> {};

    /** What continues the stream; null if it is not paused, {@link #AT_ONCE} if its next pause ends at once. */
    private volatile @Nullable Runnable next;

    /** The task runs once, when the stream is resumed. */
    void begin(Runnable task) {
        if (!NEXT.compareAndSet(this, null, task)) {
            next = null;
            task.run();
        }
    }

    /**
     * Ends the pause, or the next one if there is none.
     *
     * @return what continues the stream; null if it is not paused
     */
    @Nullable
    Runnable end() {
        Runnable paused = NEXT.getAndUpdate(this, now -> now == null || now == AT_ONCE ? AT_ONCE : null);
        return paused == AT_ONCE ? null : paused;
    }

    boolean isOn() {
        Runnable task = next;
        return task != null && task != AT_ONCE;
    }
}
