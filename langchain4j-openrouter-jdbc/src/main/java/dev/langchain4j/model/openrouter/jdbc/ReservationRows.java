package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of open and unsettled reservations. */
final class ReservationRows {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSERT = "INSERT INTO openrouter_reservation"
            + " (id, holder, state, amount, counted, external_id, accounts, operation, model, session_id, tags, created)"
            + " VALUES (?, ?, 'R', ?, 0, NULL, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)";
    private static final String SELECT = "SELECT id, state, amount, counted, external_id, accounts, operation, model,"
            + " session_id, tags FROM openrouter_reservation WHERE ";
    private static final String ACCOUNT = "SELECT scope, name, subject FROM openrouter_account WHERE id = ?";
    private static final String DELETE = "DELETE FROM openrouter_reservation WHERE id = ?";

    private final Connection connection;
    private final Database database;

    ReservationRows(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /**
     * A row.
     *
     * @param open whether its call had not ended
     * @param accounts the ids of their rows
     */
    record Row(
            String id,
            boolean open,
            BigDecimal amount,
            BigDecimal counted,
            @Nullable String externalId,
            List<String> accounts,
            String operation,
            @Nullable String model,
            @Nullable String sessionId,
            String tags) {

        Reservation reservation(List<Account> in) {
            return new Reservation(id, amount, in, operation, model, sessionId, ReservationRows.tags(tags));
        }
    }

    void insert(Iterable<Ask.Reserve> reserves, String holder) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(database.sql(INSERT))) {
            for (Ask.Reserve reserve : reserves) {
                String accounts = String.join("\n", reserve.rows().keySet());
                for (int i = 0; i < reserve.reservations().size(); i++) {
                    Reservation reservation = reserve.reservations().get(i);
                    insert.setString(1, reservation.id());
                    insert.setString(2, holder);
                    insert.setBigDecimal(3, reserve.amounts().get(i));
                    insert.setString(4, accounts);
                    insert.setString(5, Text.of(reservation.operation(), 32));
                    insert.setString(6, Text.of(reservation.model(), 255));
                    insert.setString(7, Text.of(reservation.sessionId(), Text.LONGEST));
                    insert.setString(8, json(reservation.tags()));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /**
     * Locks the rows in the order of their ids.
     *
     * @param condition with one {@code ?} for the value
     */
    List<Row> lock(String condition, String value) throws SQLException {
        return rows(database.lock(SELECT + condition + " ORDER BY id"), value);
    }

    List<Row> select(String condition, String value) throws SQLException {
        return rows(database.sql(SELECT + condition), value);
    }

    private List<Row> rows(String sql, String value) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, value);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            row.getString(1),
                            row.getString(2).equals("R"),
                            row.getBigDecimal(3),
                            row.getBigDecimal(4),
                            row.getString(5),
                            List.of(row.getString(6).split("\n")),
                            row.getString(7),
                            row.getString(8),
                            row.getString(9),
                            row.getString(10)));
                }
            }
        }
        return rows;
    }

    void delete(String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(database.sql(DELETE))) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    /** The reservation of a row; its accounts have no limits, which only the budget knows. */
    Reservation reservation(Row row) throws SQLException {
        List<Account> accounts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(database.sql(ACCOUNT))) {
            for (String id : row.accounts()) {
                select.setString(1, id);
                try (ResultSet account = select.executeQuery()) {
                    if (account.next()) {
                        Scope scope = Scope.valueOf(account.getString(1));
                        accounts.add(new Account(new Key(scope, account.getString(2), account.getString(3)), null));
                    }
                }
            }
        }
        return row.reservation(accounts);
    }

    /** The tags of a reservation. */
    static @Nullable String json(Map<String, String> tags) {
        try {
            return Text.of(JSON.writeValueAsString(tags), Text.LONGEST);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> tags(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            return Map.of(); // longer than the column
        }
    }
}
