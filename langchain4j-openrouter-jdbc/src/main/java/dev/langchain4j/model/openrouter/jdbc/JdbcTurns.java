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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The turns of all processes: one row, which a turn locks. It holds starts by the database's clock: those of the last
 * minute, as OpenRouter counts them, and of those to come only the latest. A turn depends on no others, so the row
 * stays small however many calls wait.
 */
final class JdbcTurns implements Turns {

    private static final String ADD = "INSERT INTO openrouter_pace (id, today, calls, starts) VALUES (?, '', 0, '')";
    private static final String LOCK = "SELECT today, calls, starts FROM openrouter_pace WHERE id = ?";
    private static final String TAKE = "UPDATE openrouter_pace SET today = ?, calls = ?, starts = ? WHERE id = ?";
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** Number of starts, even if this process needs fewer: others can have higher limits for a while. */
    private static final int LEAST_KEPT = 1_000;

    private final Database database;
    private final String id;

    JdbcTurns(Database database, String id) {
        this.database = database;
        this.id = id;
    }

    /**
     * @param taken when the last turn was taken, in milliseconds since 1970
     * @param starts oldest first
     */
    private record Row(String today, int calls, long taken, List<Long> starts) {

        /** @param times {@code taken}, then {@code starts}, separated by blanks; empty at first */
        static Row of(String today, int calls, String times) {
            List<Long> starts = Arrays.stream(times.split(" "))
                    .filter(time -> !time.isEmpty())
                    .map(Long::valueOf)
                    .collect(Collectors.toCollection(ArrayList::new));
            return new Row(today, calls, starts.isEmpty() ? 0 : starts.remove(0), starts);
        }

        String times() {
            return Stream.concat(Stream.of(taken), starts.stream())
                    .map(String::valueOf)
                    .collect(Collectors.joining(" "));
        }
    }

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
                return Row.of(row.getString(1), row.getInt(2), row.getString(3));
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
            List<Long> kept =
                    starts.subList(Math.max(0, starts.size() - Math.max(perMinute, LEAST_KEPT)), starts.size());
            write(connection, new Row(day.toString(), calls + 1, now.toEpochMilli(), kept));
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
        if (row.taken() > now + MINUTE) {
            starts.clear(); // the clock was set back; if by less, calls wait longer, within the limit
        }
        return starts;
    }

    private void write(Connection connection, Row row) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(database.sql(TAKE))) {
            take.setString(1, row.today());
            take.setInt(2, row.calls());
            take.setString(3, row.times());
            take.setString(4, id);
            take.executeUpdate();
        }
    }
}
