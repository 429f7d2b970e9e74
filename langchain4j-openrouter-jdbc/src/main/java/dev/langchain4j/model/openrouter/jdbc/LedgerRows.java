package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the ledger as records, a page of rows at a time. */
final class LedgerRows {

    private static final String SELECT =
            "SELECT c.*, t.tag, t.tag_value, " + LedgerAttempts.COLUMNS + " FROM openrouter_call c"
                    + " LEFT JOIN openrouter_call_tag t ON t.call_id = c.id"
                    + " LEFT JOIN openrouter_call_attempt a ON a.call_id = c.id";
    private static final String FROM = "c.time >= ?";
    private static final String UNTIL = "c.time < ?";
    private static final String ORDER = " ORDER BY c.time, c.id";
    private static final int PAGE = 1_000;

    /** Limits that all databases and JDBC accept; they do not accept every {@link Instant}. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final Database database;

    LedgerRows(Database database) {
        this.database = database;
    }

    /** @return how many records there are */
    long read(@Nullable Instant from, @Nullable Instant until, OpenRouterCostSink sink) {
        return database.transaction("read the ledger", connection -> read(connection, from, until, sink));
    }

    private long read(Connection connection, @Nullable Instant from, @Nullable Instant until, OpenRouterCostSink sink)
            throws SQLException {
        String where = from == null && until == null
                ? ""
                : " WHERE " + (from == null ? UNTIL : until == null ? FROM : FROM + " AND " + UNTIL);
        try (PreparedStatement select = connection.prepareStatement(database.sql(SELECT + where + ORDER))) {
            select.setFetchSize(PAGE);
            int place = 1;
            if (from != null) {
                select.setObject(place++, known(from));
            }
            if (until != null) {
                select.setObject(place, known(until));
            }
            try (ResultSet rows = select.executeQuery()) {
                return handOn(rows, sink);
            }
        }
    }

    private static OffsetDateTime known(Instant time) {
        Instant known = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return known.atOffset(ZoneOffset.UTC);
    }

    /** A call has a row for each of its tags, with each of its attempts. */
    private static long handOn(ResultSet rows, OpenRouterCostSink sink) throws SQLException {
        long count = 0;
        boolean more = rows.next();
        while (more) {
            String id = rows.getString("id");
            LedgerRow call = LedgerRow.of(rows);
            Map<String, String> tags = new TreeMap<>();
            Map<Integer, Attempt> attempts = new TreeMap<>();
            while (more && rows.getString("id").equals(id)) {
                if (rows.getString("tag") != null) {
                    tags.put(rows.getString("tag"), rows.getString("tag_value"));
                }
                if (rows.getString(LedgerAttempts.ATTEMPT) != null) {
                    attempts.put(rows.getInt(LedgerAttempts.ATTEMPT), LedgerAttempts.read(rows));
                }
                more = rows.next();
            }
            sink.accept(call.record(tags, List.copyOf(attempts.values())));
            count++;
        }
        return count;
    }
}
