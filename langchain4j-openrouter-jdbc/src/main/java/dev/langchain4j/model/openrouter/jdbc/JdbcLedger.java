package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each record to a file, and moves the files into the database on a daemon thread, many rows at a time. So an
 * answer waits for no database, and a record is lost neither when the database cannot be reached nor when the process dies.
 */
final class JdbcLedger implements OpenRouterCostSink {

    /** Maximum records in memory, while no file can be written because the disk is full. */
    private static final int MOST_IN_MEMORY = 10_000;

    private static final Duration COLLECTS = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FLUSHES_WITHIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final Journal journal;
    private final LedgerMover mover;
    private final long looksEvery;

    /** Held while files are moved. */
    private final ReentrantLock moving = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below are guarded by the lock.
    private final Deque<String> memory = new ArrayDeque<>();
    private boolean waiting;
    private boolean running;
    private boolean hurried;
    private Duration pause = Duration.ZERO;

    /** Whether the last line could not be written. Not locked: at worst two threads log the same failure. */
    private volatile boolean failing;

    private volatile boolean closing;

    /** Used by the thread alone. */
    private long nextLook = System.nanoTime();

    /** @param looksEvery how often to look for what dead processes have left */
    JdbcLedger(Journal journal, LedgerMover mover, Duration looksEvery) {
        this.journal = journal;
        this.mover = mover;
        this.looksEvery = looksEvery.toNanos();
    }

    @Override
    public void accept(OpenRouterCostRecord cost) {
        String line = LedgerLine.of(cost);
        boolean written = append(line);
        lock.lock();
        try {
            if (!written && memory.size() >= MOST_IN_MEMORY) {
                LOG.error("The ledger has lost a record: neither the database nor {} takes it", journal.folder());
                return;
            }
            if (!written) {
                memory.add(line);
            }
            start();
        } finally {
            lock.unlock();
        }
    }

    /** @return false if the file cannot be written */
    private boolean append(String line) {
        boolean interrupted = Thread.interrupted(); // such a thread cannot write, and its call has just ended
        try {
            journal.append(line);
            failing = false;
            return true;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("The ledger cannot write to {}; it keeps records in memory", journal.folder(), e);
            }
            failing = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Notes the end or the id of a call, for the case that this process dies before the database has it. */
    void note(String line) {
        append(line);
        start();
    }

    /** Moves what is there, also what dead processes have left. */
    void start() {
        lock.lock();
        try {
            waiting = true;
            if (!running) {
                Thread thread = OwnThread.of(this::run, "openrouter-jdbc-ledger");
                running = true;
                thread.start();
            }
        } catch (OutOfMemoryError noThread) {
            running = false; // the next record tries again
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean over = false;
        try {
            while (awaitWork()) {
                moved(move());
            }
            over = true;
        } finally {
            if (!over) {
                stopped();
            }
        }
    }

    private void stopped() {
        lock.lock();
        try {
            running = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for more records, or until the database may be back.
     *
     * @return false if nothing waits: the thread ends
     */
    private boolean awaitWork() {
        lock.lock();
        try {
            if (!waiting) {
                stopped();
                return false;
            }
            long end = System.nanoTime() + (pause.isZero() ? COLLECTS : pause).toNanos();
            for (long left = end - System.nanoTime(); left > 0 && !hurried; left = end - System.nanoTime()) {
                changed.awaitNanos(left);
            }
            hurried = false;
            waiting = false;
            return true;
        } catch (InterruptedException nobodyDoes) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether all is in the database */
    private boolean move() {
        try {
            moveMemory();
            boolean looks = nextLook - System.nanoTime() <= 0;
            moveFiles(looks);
            if (looks) {
                nextLook = System.nanoTime() + looksEvery;
            }
            return true;
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warn("The ledger stays in {} until the database is back: {}", journal.folder(), e.getMessage());
            return false;
        }
    }

    private void moveFiles(boolean andAbandoned) throws SQLException, IOException {
        moving.lock();
        try {
            if (andAbandoned) {
                journal.takeAbandoned();
            }
            Map<Boolean, List<Path>> files =
                    journal.finished().stream().collect(Collectors.partitioningBy(journal::isAbandoned));
            mover.moveAbandoned(files.get(true));
            mover.move(files.get(false), journal, closing);
        } finally {
            moving.unlock();
        }
    }

    /**
     * Moves what dead processes in the same folder have left.
     *
     * @return false if another process is moving some of it at the moment
     * @throws JdbcException if the database cannot be reached
     */
    boolean moveAbandoned() {
        try {
            moveFiles(true);
            return !journal.isTakenByAnother();
        } catch (SQLException e) {
            throw new JdbcException("take the journals of dead processes", e);
        } catch (IOException e) {
            LOG.warn("The ledger cannot read {}", journal.folder(), e);
            return true;
        }
    }

    private void moveMemory() throws SQLException, IOException {
        List<String> lines;
        lock.lock();
        try {
            lines = List.copyOf(memory);
        } finally {
            lock.unlock();
        }
        mover.moveLines(lines, false);
        lock.lock();
        try {
            lines.forEach(line -> memory.remove());
        } finally {
            lock.unlock();
        }
    }

    private void moved(boolean all) {
        lock.lock();
        try {
            if (all) {
                pause = Duration.ZERO;
            } else {
                waiting = !closing; // the files then belong to whoever takes them
                Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all records are in the database; for a few seconds, and not if it is away. When closing, for the thread's end. */
    void flush() {
        long end = System.nanoTime() + FLUSHES_WITHIN.toNanos();
        lock.lock();
        try {
            hurried = true;
            changed.signalAll();
            while (running && (closing || pause.isZero()) && end - System.nanoTime() > 0) {
                changed.awaitNanos(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isAway() {
        lock.lock();
        try {
            return !pause.isZero();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        closing = true;
        flush();
        try {
            if (!isAway()) {
                moveFiles(false); // the ends that were kept for a record
            }
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warn("The files of the ledger stay in {}", journal.folder(), e);
        }
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("The ledger cannot end its journal in {}", journal.folder(), e);
        }
    }
}
