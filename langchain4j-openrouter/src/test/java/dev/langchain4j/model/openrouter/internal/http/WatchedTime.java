package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;

/** A clock that tells a test when the watch of the open calls has read it. */
public final class WatchedTime extends FakeTime {

    private static final String WATCH = "openrouter-call-watch";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Object looked = new Object();
    private int looks;

    @Override
    public long nanos() {
        if (Thread.currentThread().getName().equals(WATCH)) { // the threads of a call read it, too
            synchronized (looked) {
                looks++;
                looked.notifyAll();
            }
        }
        return super.nanos();
    }

    /** Returns after the watch has looked at every open call: twice, because the first look may be half over. */
    public void advanceWatched(Duration duration) {
        synchronized (looked) {
            advance(duration);
            int enough = looks + 2;
            long end = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (looks < enough && System.nanoTime() < end) {
                    looked.wait(PATIENCE.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
