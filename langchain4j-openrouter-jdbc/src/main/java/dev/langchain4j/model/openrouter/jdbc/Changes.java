package dev.langchain4j.model.openrouter.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The changes of a transaction, one for each account, in an order that all processes share, so that no two wait for
 * each other.
 */
final class Changes {

    private static final String CHANGE = "UPDATE openrouter_account SET spent = spent + ?, reserved = reserved + ?,"
            + " unsettled = unsettled + ?, changed = CURRENT_TIMESTAMP"
            + " WHERE id = ? AND spent + reserved + unsettled + ? <= ?";

    private final TreeMap<String, Delta> deltas = new TreeMap<>();
    private final Map<String, BigDecimal> limits = new HashMap<>();

    void add(Collection<String> accounts, Delta delta) {
        accounts.forEach(account -> deltas.merge(account, delta, Delta::plus));
    }

    /**
     * The accounts must exist, and the change must leave each within its limit. Budgets of one name can have different
     * limits: each limits its own reservations and those before them.
     */
    void reserve(Ask.Reserve reserve) {
        for (String account : reserve.rows().keySet()) {
            BigDecimal limit = reserve.limits().getOrDefault(account, Amounts.NO_LIMIT);
            limits.merge(
                    account, limit, (before, own) -> before.add(reserve.sum()).min(own));
        }
        add(reserve.rows().keySet(), Delta.reserved(reserve.sum()));
    }

    /** For {@link CountCall}: id, three changes, limit or null. */
    Columns columns() {
        Columns columns = new Columns("text", "numeric", "numeric", "numeric", "numeric");
        deltas.forEach((account, delta) ->
                columns.add(account, delta.spent(), delta.reserved(), delta.unsettled(), limits.get(account)));
        return columns;
    }

    /** @return false if an account has no room; the caller rolls back then */
    boolean apply(Connection connection, Database database) throws SQLException {
        if (deltas.isEmpty()) {
            return true;
        }
        try (PreparedStatement update = connection.prepareStatement(database.sql(CHANGE))) {
            for (Map.Entry<String, Delta> entry : deltas.entrySet()) {
                Delta delta = entry.getValue();
                update.setBigDecimal(1, delta.spent());
                update.setBigDecimal(2, delta.reserved());
                update.setBigDecimal(3, delta.unsettled());
                update.setString(4, entry.getKey());
                update.setBigDecimal(5, delta.counted());
                update.setBigDecimal(6, limits.getOrDefault(entry.getKey(), Amounts.NO_LIMIT));
                update.addBatch();
            }
            int[] changed = update.executeBatch();
            int i = 0;
            for (String account : deltas.keySet()) {
                if (changed[i++] == 0 && limits.containsKey(account)) {
                    return false;
                }
            }
            return true;
        }
    }
}
