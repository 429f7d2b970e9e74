package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usual {@link BudgetBatch} as one call of a function of the database: one round trip, which ends with the commit. So
 * the rows of the accounts are not locked while this process waits for the network or a processor.
 */
final class CountCall {

    private static final String CALL = "SELECT openrouter_count(?" + ", ?".repeat(18) + ")";

    /** Raised by the function. */
    private static final String TAKEN_OVER = "OR001";

    private static final String NO_ROOM = "OR002";

    private final List<String> ended = new ArrayList<>();
    private final Columns left = new Columns("text", "numeric", "text");
    private final Columns named = new Columns("text", "text");
    private final Columns reserved = new Columns("text", "numeric", "text", "text", "text", "text", "text");

    /** The result. */
    enum Result {
        DONE,
        NO_ROOM,
        /** Another process holds one of the reservations now. */
        TAKEN_OVER
    }

    void end(String id) {
        ended.add(id);
    }

    void leave(String id, BigDecimal counted, @Nullable String externalId) {
        left.add(id, counted, externalId);
    }

    void identify(String id, String externalId) {
        named.add(id, externalId);
    }

    void reserve(Ask.Reserve reserve) {
        String accounts = String.join("\n", reserve.rows().keySet());
        for (int i = 0; i < reserve.reservations().size(); i++) {
            Reservation reservation = reserve.reservations().get(i);
            reserved.add(
                    reservation.id(),
                    reserve.amounts().get(i),
                    accounts,
                    Text.of(reservation.operation(), 32),
                    Text.of(reservation.model(), 255),
                    Text.of(reservation.sessionId(), Text.LONGEST),
                    ReservationRows.json(reservation.tags()));
        }
    }

    /** Runs in a transaction of its own. */
    Result run(Connection connection, Database database, String holder, Changes changes) throws SQLException {
        if (ended.isEmpty() && left.isEmpty() && named.isEmpty() && reserved.isEmpty()) {
            return Result.DONE;
        }
        return Database.withoutTransaction(connection, alone -> count(alone, database, holder, changes));
    }

    private Result count(Connection connection, Database database, String holder, Changes changes) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(database.sql(CALL))) {
            call.setString(1, holder);
            call.setArray(2, connection.createArrayOf("text", ended.toArray()));
            int place = left.bind(connection, call, 3);
            place = named.bind(connection, call, place);
            place = reserved.bind(connection, call, place);
            changes.columns().bind(connection, call, place);
            call.execute();
            return Result.DONE;
        } catch (SQLException e) {
            if (TAKEN_OVER.equals(e.getSQLState())) {
                return Result.TAKEN_OVER;
            }
            if (NO_ROOM.equals(e.getSQLState())) {
                return Result.NO_ROOM;
            }
            throw e;
        }
    }
}
