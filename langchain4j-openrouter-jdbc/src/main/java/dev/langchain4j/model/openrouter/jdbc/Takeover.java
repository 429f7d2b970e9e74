package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Orphan;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes over the reservations of processes whose lease has ended: open ones become unsettled at their whole amount. */
final class Takeover {

    private static final String DEAD = "SELECT DISTINCT holder FROM openrouter_reservation WHERE holder <> ?"
            + " AND holder NOT IN (SELECT id FROM openrouter_holder WHERE beat >= ?)";
    private static final String TAKE =
            "UPDATE openrouter_reservation SET holder = ?, state = 'U', counted = ?" + " WHERE id = ? AND holder = ?";

    /** Also those that had no open call when they died. One that lives and is idle begins a new lease. */
    private static final String FORGET = "DELETE FROM openrouter_holder WHERE beat < ?";

    private final Database database;
    private final Lease lease;

    Takeover(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
    }

    /** @param abandoned gets the rows of open ones before they are taken over */
    List<Orphan> run(Consumer<ReservationRows.Row> abandoned) {
        return database.transaction("take over the calls of dead processes", connection -> {
            long alive =
                    database.now(connection).toEpochMilli() - lease.length().toMillis();
            List<Orphan> orphans = new ArrayList<>();
            for (String dead : dead(connection, alive)) {
                orphans.addAll(takeOver(connection, dead, abandoned));
            }
            try (PreparedStatement forget = connection.prepareStatement(database.sql(FORGET))) {
                forget.setLong(1, alive);
                forget.executeUpdate();
            }
            return orphans;
        });
    }

    private List<String> dead(Connection connection, long alive) throws SQLException {
        List<String> dead = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(database.sql(DEAD))) {
            select.setString(1, lease.holder());
            select.setLong(2, alive);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    dead.add(row.getString(1));
                }
            }
        }
        dead.sort(null);
        return dead;
    }

    private List<Orphan> takeOver(Connection connection, String dead, Consumer<ReservationRows.Row> abandoned)
            throws SQLException {
        ReservationRows rows = new ReservationRows(connection, database);
        Changes changes = new Changes();
        List<Orphan> orphans = new ArrayList<>();
        try (PreparedStatement take = connection.prepareStatement(database.sql(TAKE))) {
            for (ReservationRows.Row row : rows.lock("holder = ?", dead)) {
                BigDecimal counted = row.open() ? row.amount() : row.counted();
                take.setString(1, lease.holder());
                take.setBigDecimal(2, counted);
                take.setString(3, row.id());
                take.setString(4, dead);
                if (take.executeUpdate() == 1) { // else another process was faster
                    if (row.open()) {
                        abandoned.accept(row);
                        changes.add(row.accounts(), Delta.unsettled(row.amount(), counted));
                    }
                    orphans.add(new Orphan(rows.reservation(row), row.externalId(), row.open()));
                }
            }
        }
        changes.apply(connection, database);
        return orphans;
    }
}
