package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.report.ProgressLine;
import dev.langchain4j.model.openrouter.internal.report.Terminal;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A line on the console that shows the progress of long work: done, rate, cost so far, time left. It is drawn over
 * itself, at most five times a second, with no control character other than a carriage return; {@link #close} ends it.
 * What does not fit the terminal is left out.
 *
 * <p>As a sink of an {@link OpenRouterCostListener} it adds up the cost of calls. {@code at least} stands before a cost
 * while that of some attempts is unknown. Thread-safe.
 */
public final class OpenRouterProgress implements OpenRouterCostSink, AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String what;
    private final PrintStream out;
    private final int columns;
    private final Clock clock;
    private final Instant start;
    private final ReentrantLock lock = new ReentrantLock();

    // All below are guarded by the lock.
    private long total;
    private long done;
    private @Nullable BigDecimal cost;
    private long unsettled;
    private @Nullable Instant drawn;
    private int drawnColumns;
    private boolean closed;

    /**
     * A line on a stream.
     *
     * @param what what is counted, such as {@code abstracts}
     * @param total how many there are; 0 if that is unknown
     * @param columns width of the terminal in columns, of which a letter of East Asia takes two; 0 shows nothing
     * @param clock for rate, time left, and the pause between two drawings
     */
    public OpenRouterProgress(String what, long total, PrintStream out, int columns, Clock clock) {
        this.what = ensureNotBlank(what, "what");
        this.total = total;
        this.out = ensureNotNull(out, "out");
        this.columns = columns;
        this.clock = ensureNotNull(clock, "clock");
        this.start = clock.instant();
        update(() -> {});
    }

    /**
     * A line on standard error, as wide as the environment variable {@code COLUMNS} says, by default 80 characters. It
     * shows nothing if the program's input or output is not a terminal, or if {@code TERM} is {@code dumb}.
     *
     * @param what what is counted, such as {@code abstracts}
     * @param total how many there are; 0 if that is unknown
     */
    public static OpenRouterProgress onConsole(String what, long total) {
        int columns = Terminal.isPresent() ? Terminal.columns(System.getenv()) : 0;
        return new OpenRouterProgress(what, total, System.err, columns, Clock.systemUTC());
    }

    /** Counts more of them as done. */
    public void add(long more) {
        update(() -> done += more);
    }

    /** Sets how many are done so far. */
    public void done(long done) {
        update(() -> this.done = done);
    }

    /** Sets how many there are; 0 if that is unknown. */
    public void total(long total) {
        update(() -> this.total = total);
    }

    /** Sets the cost so far, in US dollars. */
    public void cost(BigDecimal cost) {
        ensureNotNull(cost, "cost");
        update(() -> this.cost = cost);
    }

    /** Adds the cost of a call. */
    @Override
    public void accept(OpenRouterCostRecord record) {
        ensureNotNull(record, "record");
        BigDecimal more = record.cost();
        int unknown = record.unsettled();
        update(() -> {
            if (more != null) {
                cost = cost == null ? more : cost.add(more);
            }
            unsettled += unknown;
        });
    }

    /**
     * Draws the line for the last time, with the time that the work took, and ends it. What comes later is not shown.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed && columns > 0) {
                draw(clock.instant(), true);
                out.println();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            Instant now = clock.instant();
            if (!closed && columns > 0 && (drawn == null || pausedUntil(now, drawn))) {
                draw(now, false);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean pausedUntil(Instant now, Instant drawn) {
        // also after a clock was set back
        return Duration.between(drawn, now).abs().compareTo(PAUSE) >= 0;
    }

    private void draw(Instant now, boolean last) {
        drawn = now;
        String line = new ProgressLine(what, done, total, Duration.between(start, now), cost, unsettled > 0, last)
                .fitting(columns - 1);
        int width = Terminal.width(line);
        // what is left of a longer line before is overwritten
        out.print("\r" + line + " ".repeat(Math.max(0, drawnColumns - width)));
        out.flush();
        drawnColumns = width;
    }
}
