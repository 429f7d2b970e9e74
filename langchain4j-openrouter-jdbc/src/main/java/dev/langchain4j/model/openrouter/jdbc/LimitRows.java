package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one limiter. A transaction that has locked the first one has locked the others, too. */
final class LimitRows {

    private static final String ADD = "INSERT INTO openrouter_limit (id, slices) VALUES (?, '')";
    private static final String LOCK = "SELECT slices FROM openrouter_limit WHERE id = ?";
    private static final String WRITE = "UPDATE openrouter_limit SET slices = ? WHERE id = ?";
    private static final String HOLDERS = "SELECT holder, calls, waits_since, beat FROM openrouter_limit_holder"
            + " WHERE limiter = ? AND holder <> ?";
    private static final String REPORT =
            "UPDATE openrouter_limit_holder SET calls = ?, waits_since = ?, beat = ? WHERE limiter = ? AND holder = ?";
    private static final String BEGIN =
            "INSERT INTO openrouter_limit_holder (calls, waits_since, beat, limiter, holder)"
                    + " VALUES (?, ?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM openrouter_limit_holder WHERE limiter = ? AND holder = ?";

    private final Connection connection;
    private final Database database;
    private final String limiter;
    private final String holder;

    private long now;

    LimitRows(Connection connection, Database database, String limiter, String holder) {
        this.connection = connection;
        this.database = database;
        this.limiter = limiter;
        this.holder = holder;
    }

    /**
     * Another process.
     *
     * @param calls under way
     * @param waitsSince when its next call began to wait; null if none does
     * @param beat when it was last heard of
     */
    record Holder(String id, int calls, @Nullable Long waitsSince, long beat) {}

    /** The row of the starts, which nobody else reads until this transaction ends. */
    String lock() throws SQLException {
        String slices = slices();
        if (slices == null) {
            database.insertIfAbsent(connection, ADD, limiter);
            slices = slices();
        }
        if (slices == null) {
            throw new SQLException("the row of the limiter is missing", "02000");
        }
        now = database.now(connection).toEpochMilli(); // after the lock, which this transaction may have waited for
        return slices;
    }

    /** The database's clock, when the row was locked, in milliseconds since 1970. */
    long now() {
        return now;
    }

    private @Nullable String slices() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(database.lock(LOCK))) {
            select.setString(1, limiter);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : null;
            }
        }
    }

    void write(Slices slices) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(database.sql(WRITE))) {
            update.setString(1, slices.row());
            update.setString(2, limiter);
            update.executeUpdate();
        }
    }

    List<Holder> others() throws SQLException {
        List<Holder> others = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(database.sql(HOLDERS))) {
            select.setString(1, limiter);
            select.setString(2, holder);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long since = row.getLong(3);
                    Long waitsSince = row.wasNull() ? null : since;
                    others.add(new Holder(row.getString(1), row.getInt(2), waitsSince, row.getLong(4)));
                }
            }
        }
        return others;
    }

    /** Reports all calls of this process that are under way, so it may be repeated. */
    void report(int calls, @Nullable Long waitsSince) throws SQLException {
        if (calls == 0 && waitsSince == null) {
            forget(holder);
            return;
        }
        for (String statement : List.of(REPORT, BEGIN)) {
            try (PreparedStatement report = connection.prepareStatement(database.sql(statement))) {
                report.setInt(1, calls);
                report.setObject(2, waitsSince, Types.BIGINT);
                report.setLong(3, now);
                report.setString(4, limiter);
                report.setString(5, holder);
                if (report.executeUpdate() == 1) {
                    return;
                }
            }
        }
    }

    void forget(String dead) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(database.sql(FORGET))) {
            forget.setString(1, limiter);
            forget.setString(2, dead);
            forget.executeUpdate();
        }
    }
}
