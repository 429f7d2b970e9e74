package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Limits;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turn;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turns;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The turns of all processes with a limiter of one name: one row, which a turn locks, so that calls start in the order
 * in which they ask. For calls at once, each process reports how many it has under way, and since when its next one
 * waits: the one that has waited longest is next. The calls of a dead process count until its lease ends.
 */
final class JdbcLimiter implements Turns, AutoCloseable {

    /** How often a waiting process asks again. */
    private static final Duration ASKS_AGAIN = Duration.ofMillis(50);

    private static final long LONGEST_PAUSE_MILLIS = 500;

    /** A process that has not asked for this long no longer waits. */
    private static final long WAITS_MILLIS = 2_000;

    /** The time after a failure in which calls do not wait for the database. */
    private static final long AWAY_NANOS = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Database database;
    private final Lease lease;
    private final Time time;

    /** How long a call waits for the calls of this process that ask before it. */
    private final Duration patience;

    private final LimitCalls calls = new LimitCalls();
    private final LimitReporter reporter;

    /** One connection at a time; first come, first served. */
    private final ReentrantLock asking = new ReentrantLock(true);

    /** On the nanosecond clock; null if the database has always been there. */
    private volatile @Nullable Long failed;

    /** Whether the database had no room for the last call that asked: then only the first one that waits asks it. */
    private volatile boolean full;

    /** Whether the others must know how many calls are under way. */
    private volatile boolean reportsCalls;

    JdbcLimiter(String name, Database database, Lease lease, Time time, Duration patience) {
        this.name = name;
        this.database = database;
        this.lease = lease;
        this.time = time;
        this.patience = patience;
        this.reporter = new LimitReporter(
                this::report, calls::isIdle, lease.length().dividedBy(4).toNanos());
    }

    /** @param slice null if it is not taken */
    private record Answer(Duration delay, @Nullable Long slice) {}

    @Override
    public Turn take(Limits limits, String call, long tokens, @Nullable Duration longestWait) {
        calls.used(call, 0); // an attempt before this one was refused
        boolean waits = limits.maxConcurrency() != null && !calls.isUnderWay(call);
        int underWay = calls.size();
        int before = waits ? calls.before(call, time.nanos()) : 0;
        if (before > 0 && (full || before >= limits.maxConcurrency() - underWay)) {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, ASKS_AGAIN.toMillis() * (1 + before));
            return new Turn(Duration.ofMillis(pause), false);
        }
        reportsCalls |= limits.maxConcurrency() != null;
        awaitAsking(call);
        try {
            return ask(limits, call, tokens, longestWait, waits);
        } catch (RuntimeException notCounted) {
            calls.stopsWaiting(call); // here: it is counted elsewhere, and the next one must not wait for it
            throw notCounted;
        } finally {
            asking.unlock();
        }
    }

    private Turn ask(Limits limits, String call, long tokens, @Nullable Duration longestWait, boolean waits) {
        Answer answer = update("take a turn", (rows, slices) -> {
            if (waits) {
                full = !mayStart(rows, limits.maxConcurrency() - calls.before(call, time.nanos()));
            }
            if (waits && full) {
                rows.report(calls.size(), waitsSince(rows.now(), null));
                return new Answer(ASKS_AGAIN, null);
            }
            return start(rows, slices, limits, call, tokens, longestWait);
        });
        if (answer.slice() == null) {
            return new Turn(answer.delay(), false);
        }
        calls.started(call, answer.slice(), tokens);
        if (reportsCalls) {
            reporter.beat();
        }
        return new Turn(answer.delay(), true);
    }

    /** A database that does not answer one call must not hold up the others. */
    private void awaitAsking(String call) {
        boolean turn = false;
        try {
            ensureNotAway("take a turn");
            turn = asking.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted before the database was asked for a turn");
        } finally {
            if (!turn) {
                calls.stopsWaiting(call);
            }
        }
        if (!turn) {
            failed = time.nanos();
            throw new JdbcException("take a turn", new SQLTransientException("it has not answered yet", "08001"));
        }
    }

    /** @param maxConcurrency without those for the calls of this process that wait before this one */
    private boolean mayStart(LimitRows rows, int maxConcurrency) throws SQLException {
        long now = rows.now();
        Long mine = waitsSince(now, null);
        int free = maxConcurrency - calls.size();
        for (LimitRows.Holder other : rows.others()) {
            if (other.beat() < now - lease.length().toMillis()) {
                rows.forget(other.id());
                continue;
            }
            free -= other.calls();
            boolean waits = other.waitsSince() != null && other.beat() >= now - WAITS_MILLIS;
            if (waits && (mine == null || other.waitsSince() < mine)) {
                free--;
            }
        }
        return free > 0;
    }

    private Answer start(
            LimitRows rows, Slices slices, Limits limits, String call, long tokens, @Nullable Duration longestWait)
            throws SQLException {
        long at = slices.next(limits, tokens, rows.now());
        Duration delay = Duration.ofMillis(at - rows.now());
        if (longestWait != null && delay.compareTo(longestWait) > 0) {
            return new Answer(delay, null);
        }
        long slice = slices.start(at, tokens);
        if (reportsCalls) {
            rows.report(calls.size() + (calls.isUnderWay(call) ? 0 : 1), waitsSince(rows.now(), call));
        }
        return new Answer(delay, slice);
    }

    /** Since when the oldest call waits, by the database's clock; null if none waits. */
    private @Nullable Long waitsSince(long now, @Nullable String without) {
        Long waited = calls.firstWaits(time.nanos(), without);
        return waited == null ? null : now - waited;
    }

    @Override
    public void used(String call, long tokens) {
        if (calls.used(call, tokens)) {
            reporter.report();
        }
    }

    @Override
    public void ended(String call) {
        if (calls.ended(call) && reportsCalls) {
            reporter.report();
        }
    }

    /**
     * Reports to the others what has changed, and that this process lives; not while a starting call is in neither
     * count.
     */
    private void report() {
        asking.lock();
        try {
            update("report the end of calls", (rows, slices) -> {
                if (reportsCalls) {
                    rows.report(calls.size(), waitsSince(rows.now(), null));
                }
                return true;
            });
        } finally {
            asking.unlock();
        }
    }

    /** Work with the locked rows. */
    @FunctionalInterface
    private interface Work<T> {
        T with(LimitRows rows, Slices slices) throws SQLException;
    }

    private void ensureNotAway(String task) {
        Long last = failed;
        if (last != null && time.nanos() - last < AWAY_NANOS) {
            throw new JdbcException(task, new SQLTransientException("it was away a moment ago", "08001"));
        }
    }

    private <T> T update(String task, Work<T> work) {
        ensureNotAway(task);
        Map<Long, Long> changes = calls.takeChanges();
        boolean done = false;
        AtomicBoolean committing = new AtomicBoolean();
        try {
            T result = database.transaction(task, connection -> {
                LimitRows rows = new LimitRows(connection, database, name, lease.holder());
                String before = rows.lock();
                Slices slices = Slices.of(before);
                changes.forEach(slices::correct);
                T answer = work.with(rows, slices);
                if (!slices.row().equals(before)) {
                    rows.write(slices);
                }
                committing.set(true);
                return answer;
            });
            done = true;
            failed = null;
            return result;
        } finally {
            if (!done) {
                calls.restore(changes, committing.get());
                failed = Thread.currentThread().isInterrupted() ? failed : (Long) time.nanos();
            }
        }
    }

    /** Reports the last changes, within a few seconds. Calls that are still under way count until the lease ends. */
    @Override
    public void close() {
        reporter.close();
    }
}
