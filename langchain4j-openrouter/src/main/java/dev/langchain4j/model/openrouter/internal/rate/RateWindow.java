package dev.langchain4j.model.openrouter.internal.rate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits the number of starts in any window of time. Not thread-safe: its owner guards it.
 *
 * <p>A bucket that refills could let twice the rate through within one window. Counting the starts of the last window
 * cannot, and the server counts the same way.
 */
public final class RateWindow {

    private final int max;
    private final long length;

    /** The last {@code max} of them, oldest first; the youngest may lie ahead. */
    private final Deque<Long> starts = new ArrayDeque<>();

    public RateWindow(int max, Duration length) {
        this.max = max;
        this.length = length.toNanos();
    }

    /** Nanoseconds from {@code now} until the next one may start: 0 or less if at once. */
    public long untilNext(long now) {
        return starts.size() < max ? 0 : length - (now - starts.element());
    }

    /** Records a start at this time; never earlier than those before it. */
    public void start(long at) {
        if (starts.size() == max) {
            starts.remove();
        }
        starts.add(at);
    }
}
