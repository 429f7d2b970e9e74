package dev.langchain4j.model.openrouter.internal.rate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limits an amount, such as tokens, in any window of time. An amount is estimated at the start and corrected when it is
 * known. Not thread-safe: its owner guards it.
 */
public final class AmountWindow {

    private final long max;
    private final long length;
    private long sum;

    /** The entries that may still be in a window, oldest first; the youngest may lie in the future. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    public AmountWindow(long max, Duration length) {
        this.max = max;
        this.length = length.toNanos();
    }

    /**
     * Nanoseconds from {@code now} until there is room for this amount: 0 or less if at once. An amount that no window
     * has room for waits until it is alone.
     */
    public long untilRoomFor(long amount, long now) {
        while (!entries.isEmpty() && now - entries.element().start >= length) {
            Entry past = entries.remove();
            past.counts = false;
            sum -= past.amount;
        }
        long left = sum;
        long until = 0;
        for (Iterator<Entry> oldest = entries.iterator(); left > 0 && left + amount > max && oldest.hasNext(); ) {
            Entry entry = oldest.next();
            left -= entry.amount;
            until = length - (now - entry.start);
        }
        return until;
    }

    /** Records an amount that starts at this time; never earlier than those before it. */
    public Entry start(long amount, long at) {
        Entry entry = new Entry(amount, at);
        entries.add(entry);
        sum += amount;
        return entry;
    }

    /** The amount is known now. */
    public void correct(Entry entry, long amount) {
        if (entry.counts) {
            sum += amount - entry.amount;
            entry.amount = amount;
        }
    }

    /** An amount in the window. */
    public static final class Entry {

        private long amount;
        private final long start;
        private boolean counts = true;

        private Entry(long amount, long start) {
            this.amount = amount;
            this.start = start;
        }
    }
}
