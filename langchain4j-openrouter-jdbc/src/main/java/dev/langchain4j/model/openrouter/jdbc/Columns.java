package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for a function of the database, as one array for each column. */
final class Columns {

    private final String[] types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    Columns(String... types) {
        this.types = types;
        for (int i = 0; i < types.length; i++) {
            columns.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... row) {
        for (int i = 0; i < types.length; i++) {
            columns.get(i).add(row[i]);
        }
    }

    boolean isEmpty() {
        return columns.get(0).isEmpty();
    }

    /** @return the next place */
    int bind(Connection connection, PreparedStatement statement, int place) throws SQLException {
        for (int i = 0; i < types.length; i++) {
            statement.setArray(
                    place + i, connection.createArrayOf(types[i], columns.get(i).toArray()));
        }
        return place + types.length;
    }
}
