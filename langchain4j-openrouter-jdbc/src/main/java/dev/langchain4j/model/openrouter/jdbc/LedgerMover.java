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
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves lines of the journal into the database, many at a time. */
final class LedgerMover {

    private static final int MAX_ROWS = 500;

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
     * Records and counts what dead processes have left, then deletes their files: also calls that they could not count
     * or record any more.
     *
     * @throws SQLException if the database cannot be reached
     */
    void moveAbandoned(List<Path> files) throws SQLException, IOException {
        List<ObjectNode> lines = parsed(lines(files));
        count(lines);
        insert(records(lines));
        insert(UnrecordedCalls.rows(lines));
        delete(files);
    }

    /**
     * Records what files of this process contain, then deletes them.
     *
     * @param journal keeps what this process has counted and is about to record
     * @param closing whether only those costs can still follow that may be counted and nobody was told: another process
     *     finds them there
     * @throws SQLException if the database cannot be reached
     */
    void move(List<Path> files, Journal journal, boolean closing) throws SQLException, IOException {
        List<ObjectNode> lines = parsed(lines(files));
        insert(records(lines));
        Instant since = closing ? Instant.MAX : time.now().minus(RECORDS_WITHIN);
        Instant sinceUnknown = closing ? Instant.MAX : time.now().minus(RETRIED_WITHIN);
        List<String> kept =
                UnrecordedCalls.awaited(lines, since, sinceUnknown, lookedUp.awaited(since), writer.undone());
        for (String awaited : kept) {
            journal.append(awaited);
        }
        delete(files);
    }

    /** @throws SQLException if the database cannot be reached */
    void moveRecords(List<String> lines) throws SQLException, IOException {
        insert(records(parsed(lines)));
    }

    private static List<String> lines(List<Path> files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            // not strict: a line can end within a character if the process died or the disk was full
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
        return lines;
    }

    private static List<ObjectNode> parsed(List<String> lines) {
        List<ObjectNode> parsed = new ArrayList<>();
        for (String line : lines) {
            ObjectNode whole = LedgerLine.parse(line);
            if (whole == null) {
                LOG.warn(
                        "A row of the ledger is not whole: its process died, or the disk was full, while it was written");
            } else {
                parsed.add(whole);
            }
        }
        return parsed;
    }

    private static List<ObjectNode> records(List<ObjectNode> lines) {
        return lines.stream().filter(LedgerLine::isRecord).toList();
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Settles in the budget the calls of dead processes. */
    private void count(List<ObjectNode> lines) {
        List<Ask> asks =
                lines.stream().map(CallLine::ask).filter(Objects::nonNull).toList();
        if (!asks.isEmpty()) {
            asks.forEach(writer::add);
            writer.flush();
        }
    }

    private void insert(List<ObjectNode> rows) throws SQLException, IOException {
        for (int from = 0; from < rows.size(); from += MAX_ROWS) {
            insertAtOnce(rows.subList(from, Math.min(rows.size(), from + MAX_ROWS)));
        }
    }

    private void insertAtOnce(List<ObjectNode> rows) throws SQLException, IOException {
        try {
            table.insert(rows);
        } catch (SQLException e) {
            ensureOfTheRow(e);
            for (ObjectNode row : rows) {
                insert(row); // one that the database refuses must not hold up the others
            }
        }
    }

    private void insert(ObjectNode row) throws SQLException, IOException {
        try {
            table.insert(List.of(row));
        } catch (SQLException e) {
            ensureOfTheRow(e);
            if (Failures.isDuplicate(e) && table.has(row)) {
                // another process has read the same line of a batch; it may not have known the cost
                table.insert(List.of(row));
            } else {
                LOG.error("The database refuses a row of the ledger; it is in {}", refused, Failures.withoutValues(e));
                Files.writeString(refused, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }

    private static void ensureOfTheRow(SQLException e) throws SQLException {
        if (!Failures.isOfTheRow(e)) {
            throw e;
        }
    }
}
