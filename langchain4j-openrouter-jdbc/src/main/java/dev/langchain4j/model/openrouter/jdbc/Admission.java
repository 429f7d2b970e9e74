package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Shortage;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses reservations that do not fit, after one query and without a lock or a row. Another process can be faster than
 * an admitted reservation, so the update itself checks again.
 */
final class Admission {

    private static final int MAX_OVERTAKEN = 10;

    private static final String BALANCES = "SELECT id, spent, reserved, unsettled FROM openrouter_account WHERE id IN";
    private static final String ADD = "INSERT INTO openrouter_account"
            + " (id, budget, scope, name, subject, spent, reserved, unsettled, changed)"
            + " VALUES (?, ?, ?, ?, ?, 0, 0, 0, CURRENT_TIMESTAMP)";

    private final Connection connection;
    private final Database database;

    Admission(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /** Whether all fit, by the current balances. */
    boolean fit(List<Queued> reserves) throws SQLException {
        Map<String, Balance> balances = balances(reserves);
        for (Queued queued : reserves) {
            if (isMade(queued)) {
                continue;
            }
            if (shortage(queued, balances) != null) {
                return false;
            }
            add(queued, balances);
        }
        return true;
    }

    /** Answers those that do not fit, and creates the accounts of those that do. */
    List<Queued> admitted(List<Queued> reserves) throws SQLException {
        Map<String, Balance> balances = balances(reserves);
        Map<String, Balance> found = Map.copyOf(balances);
        List<Queued> admitted = new ArrayList<>();
        for (Queued queued : reserves) {
            if (isMade(queued)) {
                admitted.add(queued);
                continue;
            }
            Shortage shortage = shortage(queued, balances);
            if (shortage == null) {
                admitted.add(queued);
                add(queued, balances);
            } else {
                reserve(queued).answer().complete(Optional.of(shortage));
            }
        }
        for (Queued queued : admitted) {
            addMissing(reserve(queued).rows().values(), found);
        }
        return admitted;
    }

    /**
     * Whether an earlier commit has made the reservation although its answer was lost: then the balances contain it.
     */
    private boolean isMade(Queued queued) throws SQLException {
        String first = reserve(queued).reservations().get(0).id();
        return queued.maybeDone
                && !new ReservationRows(connection, database)
                        .select("id = ?", first)
                        .isEmpty();
    }

    private static void add(Queued queued, Map<String, Balance> balances) {
        Balance reserved = new Balance(BigDecimal.ZERO, reserve(queued).sum(), BigDecimal.ZERO);
        reserve(queued).rows().keySet().forEach(id -> balances.merge(id, reserved, Admission::sum));
    }

    private static @Nullable Shortage shortage(Queued queued, Map<String, Balance> balances) {
        Ask.Reserve reserve = reserve(queued);
        for (Map.Entry<String, BigDecimal> limit : reserve.limits().entrySet()) {
            Balance balance = balances.getOrDefault(limit.getKey(), Balance.ZERO);
            boolean fits = balance.counted().add(reserve.sum()).compareTo(limit.getValue()) <= 0;
            if (!fits || queued.overtaken > MAX_OVERTAKEN) {
                return new Shortage(reserve.rows().get(limit.getKey()).key(), balance);
            }
        }
        return null;
    }

    /** Reads without a transaction, whose end would need a round trip. */
    private Map<String, Balance> balances(List<Queued> reserves) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        reserves.forEach(queued -> ids.addAll(reserve(queued).rows().keySet()));
        return Database.withoutTransaction(connection, reading -> balances(ids));
    }

    private Map<String, Balance> balances(Collection<String> ids) throws SQLException {
        Map<String, Balance> balances = new HashMap<>();
        try (PreparedStatement select = database.prepareIn(connection, BALANCES, ids);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                balances.put(
                        row.getString(1),
                        new Balance(row.getBigDecimal(2), row.getBigDecimal(3), row.getBigDecimal(4)));
            }
        }
        return balances;
    }

    /**
     * Adds each row in a transaction of its own: a process that waits here holds no lock that another one waits for.
     */
    private void addMissing(Collection<AccountRow> rows, Map<String, Balance> found) throws SQLException {
        for (AccountRow row : rows) {
            if (!found.containsKey(row.id())) {
                database.insertIfAbsent(
                        connection,
                        ADD,
                        row.id(),
                        row.budget(),
                        row.key().scope().name(),
                        Text.of(row.key().name(), Text.LONGEST),
                        Text.of(row.key().value(), Text.LONGEST));
            }
        }
    }

    private static Balance sum(Balance left, Balance right) {
        return new Balance(
                left.spent().add(right.spent()),
                left.reserved().add(right.reserved()),
                left.unsettled().add(right.unsettled()));
    }

    private static Ask.Reserve reserve(Queued queued) {
        return (Ask.Reserve) queued.ask;
    }
}
