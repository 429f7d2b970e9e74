package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each record to a file, and moves the files into the database on a daemon thread, many rows at a time. So an
 * answer waits for no database, and a record is lost neither when the database cannot be reached nor when the process
 * dies.
 */
final class JdbcLedger implements OpenRouterCostSink {

    private static final int MAX_IN_MEMORY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final Journal journal;
    private final LedgerMover mover;
    private final LedgerThread thread = new LedgerThread(this::moveAll);

    /** Held while files are moved. */
    private final ReentrantLock moving = new ReentrantLock();

    /** Records that no file took, because the disk is full. The thread alone removes them. */
    private final BlockingQueue<String> memory = new LinkedBlockingQueue<>(MAX_IN_MEMORY);

    /** Whether the last line could not be written. Not locked: at worst two threads log the same failure. */
    private volatile boolean unwritable;

    private final long looksEvery;

    /** When to look for what dead processes have left, on the nanosecond clock. Used by the thread alone. */
    private long nextLook = System.nanoTime();

    /** @param looksEvery how often to look for what dead processes have left */
    JdbcLedger(Journal journal, LedgerMover mover, Duration looksEvery) {
        this.journal = journal;
        this.mover = mover;
        this.looksEvery = looksEvery.toNanos();
    }

    /** Begins with what is there, also with what dead processes have left. */
    void start() {
        thread.request();
    }

    @Override
    public void accept(OpenRouterCostRecord cost) {
        String line = LedgerLine.of(cost);
        if (append(line) || memory.offer(line)) {
            thread.request();
        } else {
            LOG.error("The ledger has lost a record: neither the database nor {} takes it", journal.folder());
        }
    }

    /** Notes the end or the id of a call, for the case that this process dies before the database has it. */
    void note(String line) {
        append(line);
        thread.request();
    }

    /** @return false if the file cannot be written */
    private boolean append(String line) {
        boolean interrupted = Thread.interrupted(); // such a thread cannot write, and its call has just ended
        try {
            journal.append(line);
            unwritable = false;
            return true;
        } catch (IOException e) {
            if (!unwritable) {
                LOG.warn("The ledger cannot write to {}; it keeps records in memory", journal.folder(), e);
            }
            unwritable = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The thread's work.
     *
     * @return whether all is in the database
     */
    private boolean moveAll() {
        try {
            moveMemory();
            if (nextLook - System.nanoTime() > 0) {
                moveFiles();
            } else {
                takeAndMoveFiles();
                nextLook = System.nanoTime() + looksEvery;
            }
            return true;
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warn(
                    "The ledger stays in {} until the database is back: {}",
                    journal.folder(),
                    Failures.withoutValues(e).getMessage());
            return false;
        }
    }

    private void moveMemory() throws SQLException, IOException {
        List<String> lines = List.copyOf(memory);
        mover.moveRecords(lines);
        lines.forEach(line -> memory.remove());
    }

    /** Those of this process, and those that it has taken. */
    private void moveFiles() throws SQLException, IOException {
        moving.lock();
        try {
            Map<Boolean, List<Path>> files =
                    journal.finished().stream().collect(Collectors.partitioningBy(journal::isAbandoned));
            mover.moveAbandoned(files.get(true));
            mover.move(files.get(false), journal, thread.isClosing());
        } finally {
            moving.unlock();
        }
    }

    private void takeAndMoveFiles() throws SQLException, IOException {
        moving.lock();
        try {
            journal.takeAbandoned();
            moveFiles();
        } finally {
            moving.unlock();
        }
    }

    /**
     * Takes the files of dead processes in the same folder and moves them, on the caller's thread.
     *
     * @return false if another process is moving some of them at the moment
     * @throws JdbcException if the database cannot be reached
     */
    boolean takeOver() {
        try {
            takeAndMoveFiles();
            return !journal.isTakenByAnother();
        } catch (SQLException e) {
            throw new JdbcException("take the journals of dead processes", e);
        } catch (IOException e) {
            LOG.warn("The ledger cannot read {}", journal.folder(), e);
            return true;
        }
    }

    /** Waits until all records are in the database; for a few seconds, and not if it is away. */
    void flush() {
        thread.flush();
    }

    /** What cannot be moved now stays in its files, for whoever takes them. */
    void close() {
        thread.close();
        try {
            if (!thread.isFailing()) {
                moveFiles(); // the ends that were kept for a record
            }
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warn("The files of the ledger stay in {}", journal.folder(), Failures.withoutValues(e));
        }
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("The ledger cannot end its journal in {}", journal.folder(), e);
        }
    }
}
