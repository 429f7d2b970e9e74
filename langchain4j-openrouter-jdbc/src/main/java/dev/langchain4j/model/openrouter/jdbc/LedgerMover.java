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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves lines of the journal into the database, many at a time. */
final class LedgerMover {

    private static final int MOST_ROWS = 500;

    /** The record of a call follows its end at once; a connection without a ledger makes none. */
    private static final Duration RECORDS_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final LedgerTable table;
    private final BudgetWriter writer;

    /** For rows that the database refuses. */
    private final Path refused;

    private final Time time;

    LedgerMover(LedgerTable table, BudgetWriter writer, Path refused, Time time) {
        this.time = time;
        this.table = table;
        this.writer = writer;
        this.refused = refused;
    }

    /**
     * Moves the files, and deletes them when all their lines are in the database.
     *
     * @param abandoned whether their processes have died, so that ends of calls can be missing in the database
     * @param journal keeps the ends of calls that this process is about to record; null if there are none
     * @throws SQLException if the database cannot be reached
     */
    void move(List<Path> files, boolean abandoned, @Nullable Journal journal) throws SQLException, IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            // not strict: a process can die, or a disk be full, within a character
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
        moveLines(lines, abandoned);
        if (journal != null) {
            for (String end : UnrecordedCalls.since(time.now().minus(RECORDS_WITHIN), lines)) {
                journal.append(end);
            }
        }
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
            Ask ask = row == null ? null : LedgerLine.ask(row);
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
                return; // another process has read the same line of a batch at the same time
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
