package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Inserts rows of the ledger. Inserting a row again has no effect. */
final class LedgerTable {

    private static final String INSERT = "INSERT INTO openrouter_call (id, "
            + LedgerColumn.ALL.stream().map(LedgerColumn::name).collect(Collectors.joining(", ")) + ") VALUES (?"
            + ", ?".repeat(LedgerColumn.ALL.size()) + ")";
    private static final String TAG =
            "INSERT INTO openrouter_call_tag (call_id, tag, tag_value, time) VALUES (?, ?, ?, ?)";
    private static final String PRESENT = "SELECT id FROM openrouter_call WHERE id IN";

    private final Database database;

    LedgerTable(Database database) {
        this.database = database;
    }

    /**
     * One transaction.
     *
     * @param records at least one
     */
    void insert(List<ObjectNode> records) throws SQLException {
        database.transaction(connection -> {
            LedgerDoubles doubles = new LedgerDoubles(connection, database);
            List<ObjectNode> lines = doubles.withLateCosts(records);
            Set<String> present = present(connection, lines);
            Set<String> needless = doubles.needless(lines);
            doubles.delete(needless.stream().filter(present::contains).toList());
            Map<String, ObjectNode> missing = new LinkedHashMap<>();
            for (ObjectNode line : lines) {
                String id = LedgerLine.id(line);
                if (!present.contains(id) && !needless.contains(id)) {
                    missing.putIfAbsent(id, line);
                }
            }
            add(connection, missing.values());
            return null;
        });
    }

    boolean has(ObjectNode line) throws SQLException {
        return database.transaction(
                connection -> present(connection, List.of(line)).contains(LedgerLine.id(line)));
    }

    /** The ids of the rows that are there, of these lines and of what they replace. */
    private Set<String> present(Connection connection, List<ObjectNode> lines) throws SQLException {
        List<String> ids = new ArrayList<>();
        for (ObjectNode line : lines) {
            ids.add(LedgerLine.id(line));
            ids.addAll(LedgerLine.replaced(line));
        }
        Set<String> present = new HashSet<>();
        try (PreparedStatement select = database.prepareIn(connection, PRESENT, ids);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                present.add(row.getString(1));
            }
        }
        return present;
    }

    private void add(Connection connection, Collection<ObjectNode> lines) throws SQLException {
        try (PreparedStatement rows = connection.prepareStatement(database.sql(INSERT));
                PreparedStatement tags = connection.prepareStatement(database.sql(TAG));
                PreparedStatement attempts = connection.prepareStatement(database.sql(LedgerAttempts.INSERT))) {
            for (ObjectNode line : lines) {
                addRow(rows, line);
                addTags(tags, line);
                LedgerAttempts.add(attempts, line);
            }
            rows.executeBatch();
            tags.executeBatch();
            attempts.executeBatch();
        }
    }

    private static void addRow(PreparedStatement rows, ObjectNode line) throws SQLException {
        rows.setString(1, LedgerLine.id(line));
        int place = 2;
        for (LedgerColumn column : LedgerColumn.ALL) {
            column.bind(rows, place++, line);
        }
        rows.addBatch();
    }

    private static void addTags(PreparedStatement tags, ObjectNode line) throws SQLException {
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> tag : line.path(LedgerLine.TAGS).properties()) {
            String name = String.valueOf(Text.of(tag.getKey(), 128));
            if (names.add(name)) {
                tags.setString(1, LedgerLine.id(line));
                tags.setString(2, name);
                tags.setString(3, Text.of(tag.getValue().asText(), 255));
                tags.setObject(4, LedgerColumn.time(line.get("time")));
                tags.addBatch();
            }
        }
    }
}
