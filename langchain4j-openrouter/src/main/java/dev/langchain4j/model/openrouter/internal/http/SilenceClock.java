package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Measures how long a server has sent nothing of an answer. The clock stands still while an event or the whole answer
 * is passed on, because that time is the receiver's. One thread at a time runs the call and writes; the
 * {@link CallWatch} reads, perhaps a moment late.
 */
final class SilenceClock {

    private static final AtomicLongFieldUpdater<SilenceClock> STEP =
            AtomicLongFieldUpdater.newUpdater(SilenceClock.class, "step");

    private final Time time;

    /** Grows with each sign of progress; odd while something is passed on. Written without a fence, which costs time. */
    private volatile long step;

    // Of the thread that runs the call.
    private boolean silentEvent;
    private long silentEventAt;

    /** Time spent on passing on events without content: neither silence nor progress. */
    private long skippedTime;

    // Of the watch.
    private long seenStep = -1;
    private long seenAt;
    private long seenSkippedTime;

    SilenceClock(Time time) {
        this.time = time;
    }

    /** Another attempt starts. */
    void restart() {
        step((step | 1) + 1);
    }

    /** Bytes of a plain answer have arrived, or an event with content. Not a comment. */
    void progressed() {
        step(step + 2);
    }

    void stop() {
        step(step + 1);
    }

    /** Runs on after {@link #stop}: that was progress, unless the event counts as silence. */
    void start() {
        if (silentEvent) {
            silentEvent = false;
            skippedTime += time.nanos() - silentEventAt;
            step(step - 1);
        } else {
            step(step + 1);
        }
    }

    /** The event that is being passed on has no content. */
    void countAsSilence() {
        silentEvent = true;
        silentEventAt = time.nanos();
    }

    private void step(long next) {
        STEP.lazySet(this, next);
    }

    /**
     * Nanoseconds from the first look that saw the latest progress until now; only for the watch.
     *
     * @param alsoStopped whether the clock counts while it stands still; else there is no silence then
     */
    long silence(long now, boolean alsoStopped) {
        long current = step; // once: an event that counts as silence would look like progress between two reads
        if (current % 2 != 0 && !alsoStopped) {
            return 0;
        }
        if (current != seenStep) {
            seenStep = current;
            seenAt = now;
            seenSkippedTime = skippedTime;
        }
        return now - seenAt - (skippedTime - seenSkippedTime);
    }
}
