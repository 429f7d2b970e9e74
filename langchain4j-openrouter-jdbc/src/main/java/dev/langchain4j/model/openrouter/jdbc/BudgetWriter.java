package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the threads of this process request of a budget's tables, on one daemon thread and one connection.
 * Requests that arrive during a transaction share the next one. The thread exists while a request waits or a
 * reservation is open.
 */
final class BudgetWriter {

    private static final long KEEPS_CONNECTION = Duration.ofMillis(200).toNanos();
    private static final long FIRST_PAUSE = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final Database database;
    private final Lease lease;
    private final long patience;
    private final BudgetQueue queue;

    private final Noted noted = new Noted();

    /** When the database last failed, on the nanosecond clock; null if it never did. Written by the thread. */
    private volatile @Nullable Long lastFailure;

    // All below is used by the thread alone.
    private final Map<String, Held> open = new HashMap<>();
    private final KnownAccounts accounts;
    private @Nullable Borrowed borrowed;
    private long pause;

    /** The last transaction for the requests at work; null before the first. */
    private @Nullable BudgetBatch batch;

    /**
     * @param patience how long a reservation waits for a database that cannot be reached, such as one that restarts
     * @param endsWait how long an end of a call, for which nobody waits, waits for the next reservation
     */
    BudgetWriter(Database database, Lease lease, Duration patience, Duration endsWait) {
        this.database = database;
        this.lease = lease;
        this.patience = patience.toNanos();
        this.queue = new BudgetQueue(endsWait);
        this.accounts = new KnownAccounts(database);
    }

    /** To be called before the end or the id of a call is written into the journal and then added here. */
    void note(String reservationId) {
        noted.add(reservationId);
    }

    /** The reservations whose end or id the tables may not have yet, although it is noted. */
    Set<String> undone() {
        return noted.ids();
    }

    /** Returns at once. */
    void add(Ask ask) {
        queue.add(ask, this::run);
    }

    /** Whether the database has been reachable for a whole lease. Otherwise processes that live may seem dead. */
    boolean hasBeenThere() {
        Long failure = lastFailure;
        return failure == null || System.nanoTime() - failure > lease.length().toNanos();
    }

    /** The thread's work, until it has none. */
    private void run() {
        for (List<Queued> asks = next(); asks != null; asks = next()) {
            if (asks.isEmpty() && borrowed != null) {
                disconnect();
            } else {
                process(asks); // without requests it renews the lease
            }
        }
    }

    private @Nullable List<Queued> next() {
        return queue.take(longestWait(), open.isEmpty() && borrowed == null);
    }

    private long longestWait() {
        if (borrowed != null) {
            return KEEPS_CONNECTION;
        }
        return open.isEmpty() ? 0 : lease.untilNext(System.nanoTime());
    }

    private void process(List<Queued> asks) {
        List<Queued> reserves = new ArrayList<>();
        List<Queued> others = new ArrayList<>();
        for (Queued queued : asks) {
            if (!(queued.ask instanceof Ask.Reserve)) {
                others.add(queued);
            } else if (!isOver(queued)) {
                reserves.add(queued);
            }
        }
        batch = null;
        try {
            write(others, reserves);
            pause = 0;
            freeUnwanted(reserves);
        } catch (SQLException e) {
            failed(e, others, reserves);
        } catch (RuntimeException | Error e) { // of a pool or driver: what ended must not be lost with this thread
            failed(new SQLNonTransientConnectionException(e.toString(), "08000", e), others, reserves);
        }
    }

    private void write(List<Queued> others, List<Queued> reserves) throws SQLException {
        Connection connected = connection();
        if (!reserves.isEmpty() || !open.isEmpty()) {
            lease.beat(connected, System.nanoTime());
        }
        List<Queued> left = accounts.mustLook(reserves) ? admit(connected, others, reserves) : others;
        if (left.isEmpty() && reserves.isEmpty()) {
            return;
        }
        if (!batch(connected).run(left, reserves)) {
            accounts.tight(); // another process was faster: the reservations are checked again
            reserves.forEach(queued -> queued.overtaken++);
            batch(connected).run(left, List.of());
            queue.addFirst(reserves);
        }
    }

    /**
     * Keeps only the reservations that have room. If one has none, the other requests are written first, because ended
     * calls may make room.
     *
     * @return the other requests that are still to be written
     */
    private List<Queued> admit(Connection connected, List<Queued> others, List<Queued> reserves) throws SQLException {
        Admission admission = new Admission(connected, database);
        List<Queued> left = others;
        if (!others.isEmpty() && !admission.fit(reserves)) {
            batch(connected).run(others, List.of());
            left = List.of();
        }
        List<Queued> admitted = admission.admitted(reserves);
        accounts.looked(admitted, reserves);
        reserves.retainAll(admitted);
        return left;
    }

    private BudgetBatch batch(Connection connected) {
        BudgetBatch next = new BudgetBatch(connected, database, lease.holder(), open, noted::remove);
        batch = next;
        return next;
    }

    private void freeUnwanted(List<Queued> reserves) {
        for (Queued queued : reserves) {
            Ask.Reserve reserve = (Ask.Reserve) queued.ask;
            if (reserve.answer().isCancelled()) {
                free(reserve);
            }
        }
    }

    private void free(Ask.Reserve unwanted) {
        for (Reservation reservation : unwanted.reservations()) {
            add(new Ask.Settle(reservation.id(), Outcome.known(BigDecimal.ZERO)));
        }
    }

    /** Whether nobody waits for it any more. If its reservations may have been made nevertheless, they are freed. */
    private boolean isOver(Queued queued) {
        if (!(queued.ask instanceof Ask.Reserve reserve) || !reserve.answer().isDone()) {
            return false;
        }
        if (queued.maybeDone && reserve.answer().isCancelled()) {
            free(reserve);
        }
        return true;
    }

    /** Tries again what may still succeed, and fails the rest. */
    private void failed(SQLException e, List<Queued> others, List<Queued> reserves) {
        boolean wasConnected = borrowed != null;
        disconnect();
        List<Queued> asks = new ArrayList<>(others);
        asks.addAll(reserves);
        boolean passing = Failures.isPassing(e);
        if (passing) {
            lastFailure = System.nanoTime();
            markMaybeDone(asks);
        }
        asks.removeIf(this::isOver);
        if (!passing && wasConnected && asks.size() > 1) {
            processEach(asks);
            return;
        }
        List<Queued> again = new ArrayList<>();
        for (Queued queued : asks) {
            if (isKept(queued, e)) {
                again.add(queued);
            } else {
                fail(queued, e);
            }
        }
        queue.addFirst(again);
        if (passing || !again.isEmpty() || asks.isEmpty()) {
            pause(e);
        }
    }

    private void markMaybeDone(List<Queued> asks) {
        BudgetBatch last = batch;
        if (last != null && last.isCommitting()) {
            asks.forEach(queued -> queued.maybeDone = true);
        }
    }

    /**
     * One that is refused must not hold up the others. Of several ends of a call, the first counts, also if it is
     * refused.
     */
    private void processEach(List<Queued> asks) {
        Set<String> ended = new HashSet<>();
        for (Queued queued : asks) {
            if (queued.ask instanceof Ask.Settle settle && !ended.add(settle.id())) {
                noted.remove(settle.id());
            } else {
                process(List.of(queued));
            }
        }
    }

    private void pause(SQLException e) {
        if (pause == 0) {
            LOG.warn(
                    "The budget's database cannot be reached, or refuses ({}); ended calls are settled when it is back",
                    Failures.withoutValues(e).getMessage());
        }
        pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
        queue.pause(pause);
    }

    /** The end of a call is kept unless its own values are refused: also while a password or a right is missing. */
    private boolean isKept(Queued queued, SQLException e) {
        return queued.ask instanceof Ask.Settle || queued.ask instanceof Ask.Identify
                ? !Failures.isOfTheRow(e)
                : Failures.isPassing(e) && System.nanoTime() - queued.since < patience;
    }

    /** A reservation that may have been made is freed when the database is back. */
    private void fail(Queued queued, SQLException e) {
        JdbcException failure = new JdbcException("count a call", e);
        if (queued.ask instanceof Ask.Reserve reserve) {
            reserve.answer().completeExceptionally(failure);
            if (queued.maybeDone) {
                free(reserve);
            }
        } else if (queued.ask instanceof Ask.Resolve resolve) {
            resolve.answer().completeExceptionally(failure);
        } else if (queued.ask instanceof Ask.Flush flush) {
            flush.answer().completeExceptionally(failure);
        } else {
            LOG.error(
                    "The budget's database refused to count a call; its reservation stays as it is",
                    Failures.withoutValues(e));
            noted.remove(List.of(queued));
        }
    }

    private Connection connection() throws SQLException {
        Borrowed connected = borrowed;
        if (connected == null) {
            connected = database.connect();
            borrowed = connected;
        }
        return connected.connection();
    }

    /** Ends a transaction that has only read, too: whoever gets the connection next must not go on with it. */
    private void disconnect() {
        if (borrowed != null) {
            Database.rollBack(borrowed.connection());
            borrowed.giveBack();
            borrowed = null;
        }
    }

    /**
     * Carries out the waiting requests and ends the lease: other processes can take over the open reservations, but an
     * end that comes later still counts.
     */
    void close() {
        if (!lease.isBegun()) {
            return;
        }
        try {
            flush(true);
            lease.end();
        } catch (RuntimeException away) {
            LOG.warn("The lease of this process ends by itself: {}", away.getMessage());
        }
    }

    /**
     * Waits until all requests are done.
     *
     * @throws JdbcException if the database cannot be reached
     */
    void flush() {
        flush(false);
    }

    private void flush(boolean last) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        add(new Ask.Flush(last, answer));
        Answers.await(answer);
    }
}
