package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A call that waits without a thread. What it does next runs once, on the executor of the one that wakes it. */
final class Sleeper {

    private static final AtomicReferenceFieldUpdater<Sleeper, Runnable> NEXT =
            AtomicReferenceFieldUpdater.newUpdater(Sleeper.class, Runnable.class, "next");

    /** Null while it does not sleep. */
    private volatile @Nullable Runnable next;

    private volatile long wakeAt;

    void sleep(long until, Runnable next) {
        wakeAt = until;
        this.next = next;
    }

    boolean isDue(long now) {
        return next != null && now - wakeAt >= 0;
    }

    /** No effect if it does not sleep. */
    void wake(Executor executor) {
        Runnable woken = NEXT.getAndSet(this, null);
        if (woken != null) {
            executor.execute(woken);
        }
    }
}
