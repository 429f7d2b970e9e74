package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;

/** A clock that tells a test when the watch of the open calls has read it. */
public final class WatchedTime extends FakeTime {

    private static final long PATIENCE_MILLIS = 20_000;

    private final Object looked = new Object();

    @Override
    public long nanos() {
        synchronized (looked) {
            looked.notifyAll();
        }
        return super.nanos();
    }

    /** Returns after the watch has looked at every open call: twice, because the first look may be half over. */
    public void advanceWatched(Duration duration) {
        advance(duration);
        synchronized (looked) {
            try {
                looked.wait(PATIENCE_MILLIS);
                looked.wait(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
