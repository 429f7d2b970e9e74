package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves lines of the journal into the database, many at a time. */
final class LedgerMover {

    private static final int MOST_ROWS = 500;

    /** How long after a cost was counted its record can follow; a connection without a ledger makes none. */
    private static final Duration RECORDS_WITHIN = Duration.ofSeconds(5);

    /** The same for an attempt at an unknown cost: its call is recorded after its retries. */
    private static final Duration RETRIED_WITHIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final LedgerTable table;
    private final BudgetWriter writer;
    private final LookedUpCosts lookedUp;

    /** The file for rows that the database refuses. */
    private final Path refused;

    private final Time time;

    LedgerMover(LedgerTable table, BudgetWriter writer, LookedUpCosts lookedUp, Path refused, Time time) {
        this.time = time;
        this.table = table;
        this.writer = writer;
        this.lookedUp = lookedUp;
        this.refused = refused;
    }

    /**
     * Deletes the files of processes that have died, when the database has all of them: also what they could not count
     * or record any more.
     *
     * @throws SQLException if the database cannot be reached
     */
    void moveAbandoned(List<Path> files) throws SQLException, IOException {
        moveLines(lines(files), true);
        delete(files);
    }

    /**
     * Deletes files of this process when the database has their records.
     *
     * @param journal keeps what this process has counted and is about to record
     * @param closing whether only those costs can still follow that may be counted and nobody was told: another process
     *     finds them there
     * @throws SQLException if the database cannot be reached
     */
    void move(List<Path> files, Journal journal, boolean closing) throws SQLException, IOException {
        List<String> lines = lines(files);
        moveLines(lines, false);
        Instant since = closing ? Instant.MAX : time.now().minus(RECORDS_WITHIN);
        Instant sinceUnknown = closing ? Instant.MAX : time.now().minus(RETRIED_WITHIN);
        List<String> kept =
                UnrecordedCalls.awaited(lines, since, sinceUnknown, lookedUp.awaited(since), writer.undone());
        for (String awaited : kept) {
            journal.append(awaited);
        }
        delete(files);
    }

    private static List<String> lines(List<Path> files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            // not strict: a line can end within a character if the process died or the disk was full
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
        return lines;
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** @throws SQLException if the database cannot be reached */
    void moveLines(List<String> lines, boolean abandoned) throws SQLException, IOException {
        List<Ask> asks = new ArrayList<>();
        List<ObjectNode> rows = new ArrayList<>();
        List<ObjectNode> left = new ArrayList<>();
        for (String line : lines) {
            ObjectNode row = LedgerLine.parse(line);
            Ask ask = row == null ? null : CallLine.ask(row);
            if (row == null) {
                LOG.warn(
                        "A row of the ledger is not whole: its process died, or the disk was full, while it was written");
            } else if (ask == null) {
                rows.add(row);
                left.add(row);
            } else if (abandoned) {
                asks.add(ask);
                left.add(row);
            }
        }
        if (abandoned) {
            rows.addAll(UnrecordedCalls.rows(left));
        }
        if (!asks.isEmpty()) {
            asks.forEach(writer::add);
            writer.flush();
        }
        for (int from = 0; from < rows.size(); from += MOST_ROWS) {
            insert(rows.subList(from, Math.min(rows.size(), from + MOST_ROWS)));
        }
    }

    /** A row that the database refuses must not hold up the others. */
    private void insert(List<ObjectNode> rows) throws SQLException, IOException {
        try {
            table.insert(rows);
        } catch (SQLException e) {
            if (!Failures.isOfTheRow(e)) {
                throw e;
            }
            if (rows.size() == 1 && Failures.isDuplicate(e) && table.has(rows.get(0))) {
                table.insert(rows); // another process has read the same line of a batch; it may not have known the cost
                return;
            }
            if (rows.size() == 1) {
                LOG.error("The database refuses a row of the ledger; it is in {}", refused, e);
                Files.writeString(refused, rows.get(0) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return;
            }
            for (ObjectNode row : rows) {
                insert(List.of(row));
            }
        }
    }
}
