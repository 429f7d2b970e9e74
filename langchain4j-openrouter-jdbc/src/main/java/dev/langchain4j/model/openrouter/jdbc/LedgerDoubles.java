package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the records that several processes make of the same call. A process that is silent for longer than its lease
 * seems dead: another one then records its calls, and the costs that it looks up. If the first one lives and records
 * the same calls, its records stay, and those of the other one go. Of a line of a batch, which every process can read,
 * the first record stays.
 */
final class LedgerDoubles {

    private static final String OWN = "SELECT generation_id, unsettled FROM openrouter_call"
            + " WHERE outcome <> 'settled' AND (error IS NULL OR error <> '" + NotedCall.ERROR
            + "') AND generation_id IN";
    private static final List<String> DELETE =
            List.of("DELETE FROM openrouter_call_tag WHERE call_id IN", "DELETE FROM openrouter_call WHERE id IN");

    private final Connection connection;
    private final Database database;

    LedgerDoubles(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /**
     * The same lines, but of a line of a batch that somebody has recorded without a cost, only the cost: the record of
     * that cost is the same whoever makes it.
     */
    List<ObjectNode> withLateCosts(List<ObjectNode> lines) throws SQLException {
        List<ObjectNode> priced =
                lines.stream().filter(LedgerLine::isPricedBatchLine).toList();
        Map<String, Integer> unsettled = unsettled(priced, lines);
        return lines.stream()
                .map(line -> LedgerLine.isPricedBatchLine(line) && unsettled.getOrDefault(generation(line), 0) > 0
                        ? LedgerLine.lateCost(line)
                        : line)
                .toList();
    }

    /** The ids of rows by other processes that are of no use, because the call's own process has recorded the same. */
    Set<String> needless(List<ObjectNode> lines) throws SQLException {
        Set<String> needless = new HashSet<>();
        lines.forEach(line -> needless.addAll(LedgerLine.replaced(line)));
        List<ObjectNode> ofOthers =
                lines.stream().filter(LedgerLine::isOfAnother).toList();
        Map<String, Integer> unsettled = unsettled(ofOthers, lines);
        for (ObjectNode line : ofOthers) {
            Integer own = unsettled.get(generation(line));
            boolean addsCost = own != null && own > 0 && LedgerLine.isSettledCost(line);
            if (own != null && !addsCost) {
                needless.add(LedgerLine.id(line));
            }
        }
        return needless;
    }

    /**
     * How many costs are unknown in the records by the calls' own processes, by generation.
     *
     * @param asked whose generations the table is asked for
     * @param lines about to be inserted: of two records of one generation the first counts
     */
    private Map<String, Integer> unsettled(List<ObjectNode> asked, List<ObjectNode> lines) throws SQLException {
        if (asked.isEmpty()) {
            return Map.of();
        }
        List<String> generations = asked.stream().map(LedgerDoubles::generation).toList();
        Map<String, Integer> unsettled = new HashMap<>();
        try (PreparedStatement select = database.prepareIn(connection, OWN, generations);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                unsettled.put(row.getString(1), row.getInt(2));
            }
        }
        lines.stream()
                .filter(line -> line.hasNonNull(LedgerLine.GENERATION_ID) && !LedgerLine.isOfAnother(line))
                .forEach(line -> unsettled.putIfAbsent(generation(line), LedgerLine.unsettled(line)));
        return unsettled;
    }

    private static String generation(ObjectNode line) {
        return line.get(LedgerLine.GENERATION_ID).textValue();
    }

    void delete(Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        for (String statement : DELETE) {
            try (PreparedStatement delete = database.prepareIn(connection, statement, ids)) {
                delete.executeUpdate();
            }
        }
    }
}
