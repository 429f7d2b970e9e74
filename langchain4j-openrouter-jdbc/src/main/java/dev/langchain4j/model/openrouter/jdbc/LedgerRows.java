package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the ledger as records, a page of rows at a time. */
final class LedgerRows {

    private static final String SELECT = "SELECT c.*, t.tag, t.tag_value FROM openrouter_call c"
            + " LEFT JOIN openrouter_call_tag t ON t.call_id = c.id";
    private static final String FROM = "c.time >= ?";
    private static final String UNTIL = "c.time < ?";
    private static final String ORDER = " ORDER BY c.time, c.id";
    private static final int PAGE = 1_000;

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
                select.setObject(place++, from.atOffset(ZoneOffset.UTC));
            }
            if (until != null) {
                select.setObject(place, until.atOffset(ZoneOffset.UTC));
            }
            try (ResultSet rows = select.executeQuery()) {
                return handOn(rows, sink);
            }
        }
    }

    /** A call with several tags has as many rows. */
    private static long handOn(ResultSet rows, OpenRouterCostSink sink) throws SQLException {
        long count = 0;
        boolean more = rows.next();
        while (more) {
            String id = rows.getString("id");
            LedgerRow call = LedgerRow.of(rows);
            Map<String, String> tags = new TreeMap<>();
            while (more && rows.getString("id").equals(id)) {
                if (rows.getString("tag") != null) {
                    tags.put(rows.getString("tag"), rows.getString("tag_value"));
                }
                more = rows.next();
            }
            sink.accept(call.record(tags));
            count++;
        }
        return count;
    }
}
