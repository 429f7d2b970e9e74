package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Says that this process lives: while it has open reservations, a few times within each lease. */
final class Lease {

    private static final String BEAT = "UPDATE openrouter_holder SET beat = ? WHERE id = ?";
    private static final String BEGIN = "INSERT INTO openrouter_holder (beat, id) VALUES (?, ?)";
    private static final String END = "DELETE FROM openrouter_holder WHERE id = ?";

    private final String holder = UUID.randomUUID().toString();
    private final Duration length;
    private final Database database;

    // Written by the writer's thread alone.
    private volatile boolean begun;
    private long next;

    Lease(Duration length, Database database) {
        this.length = length;
        this.database = database;
    }

    String holder() {
        return holder;
    }

    Duration length() {
        return length;
    }

    boolean isBegun() {
        return begun;
    }

    /** Nanoseconds until the next beat. */
    long untilNext(long now) {
        return begun ? Math.max(0, next - now) : 0;
    }

    /** Renews the lease if it is time. If this process freezes then, it holds no lock that a take-over waits for. */
    void beat(Connection connection, long now) throws SQLException {
        if (begun && next - now > 0) {
            return;
        }
        Database.withoutTransaction(connection, this::write);
        begun = true;
        next = now + length.toNanos() / 4;
    }

    private int write(Connection connection) throws SQLException {
        long millis = database.now(connection).toEpochMilli();
        try (PreparedStatement beat = connection.prepareStatement(database.sql(BEAT))) {
            beat.setLong(1, millis);
            beat.setString(2, holder);
            if (beat.executeUpdate() > 0) {
                return 1;
            }
        }
        try (PreparedStatement begin = connection.prepareStatement(database.sql(BEGIN))) {
            begin.setLong(1, millis);
            begin.setString(2, holder);
            return begin.executeUpdate();
        }
    }

    /** Ends the lease: other processes can take over the open reservations. */
    void end() {
        begun = false;
        database.transaction("end a lease", connection -> {
            try (PreparedStatement end = connection.prepareStatement(database.sql(END))) {
                end.setString(1, holder);
                return end.executeUpdate();
            }
        });
    }
}
