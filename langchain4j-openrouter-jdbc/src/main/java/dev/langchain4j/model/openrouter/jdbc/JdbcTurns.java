package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer.Turn;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer.Turns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The turns of all processes: one row, which a turn locks. It holds the starts of the last minute, as OpenRouter counts
 * them, by the database's clock.
 */
final class JdbcTurns implements Turns {

    private static final String ADD = "INSERT INTO openrouter_pace (id, today, calls, starts) VALUES (?, '', 0, '')";
    private static final String LOCK = "SELECT today, calls, starts FROM openrouter_pace WHERE id = ?";
    private static final String TAKE = "UPDATE openrouter_pace SET today = ?, calls = ?, starts = ? WHERE id = ?";
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final Database database;
    private final String id;

    JdbcTurns(Database database, String id) {
        this.database = database;
        this.id = id;
    }

    /** @param starts of the last minute, and those that lie ahead, in milliseconds since 1970, oldest first */
    private record Row(String today, int calls, List<Long> starts) {}

    @Override
    public Turn take(int requestsPerMinute, int requestsPerDay, @Nullable Duration longestWait) {
        return database.transaction("count a call of a free model", connection -> {
            Row row = lock(connection);
            if (row == null) {
                database.insertIfAbsent(connection, ADD, id);
                row = lock(connection);
            }
            if (row == null) {
                throw new SQLException("the row of the pace is missing", "02000");
            }
            return take(connection, row, requestsPerMinute, requestsPerDay, longestWait);
        });
    }

    private @Nullable Row lock(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(database.lock(LOCK))) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                String starts = String.valueOf(row.getString(3));
                List<Long> times = Arrays.stream(starts.split(" "))
                        .filter(start -> !start.isEmpty())
                        .map(Long::valueOf)
                        .collect(Collectors.toCollection(ArrayList::new));
                return new Row(row.getString(1), row.getInt(2), times);
            }
        }
    }

    private Turn take(Connection connection, Row row, int perMinute, int perDay, @Nullable Duration longest)
            throws SQLException {
        Instant now = database.now(connection);
        LocalDate day = day(row, now);
        int calls = day.toString().equals(row.today()) ? row.calls() : 0;
        if (calls >= perDay) {
            Instant midnight = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            return new Turn(Duration.between(now, midnight), true);
        }
        List<Long> starts = starts(row, now.toEpochMilli());
        long wait = starts.size() < perMinute
                ? 0
                : Math.max(0, starts.get(starts.size() - perMinute) + MINUTE - now.toEpochMilli());
        Duration waits = Duration.ofMillis(wait);
        if (longest == null || waits.compareTo(longest) <= 0) {
            starts.add(now.toEpochMilli() + wait);
            write(connection, new Row(day.toString(), calls + 1, starts));
        }
        return new Turn(waits, false);
    }

    /** A day that has begun does not begin again when the clock steps back over midnight. */
    private static LocalDate day(Row row, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate tomorrow = today.plusDays(1);
        return tomorrow.toString().equals(row.today()) ? tomorrow : today;
    }

    private static List<Long> starts(Row row, long now) {
        List<Long> starts = row.starts();
        starts.removeIf(start -> start <= now - MINUTE);
        if (!starts.isEmpty() && starts.get(0) > now) {
            starts.clear(); // the clock was set back: starts only wait for others in the minute before
        }
        return starts;
    }

    private void write(Connection connection, Row row) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(database.sql(TAKE))) {
            take.setString(1, row.today());
            take.setInt(2, row.calls());
            take.setString(3, row.starts().stream().map(String::valueOf).collect(Collectors.joining(" ")));
            take.setString(4, id);
            take.executeUpdate();
        }
    }
}
