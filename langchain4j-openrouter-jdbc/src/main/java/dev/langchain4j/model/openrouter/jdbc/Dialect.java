package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What databases say differently. All other SQL is standard. */
enum Dialect {
    POSTGRESQL("postgresql") {
        @Override
        String insertOrIgnore(String insert) {
            return insert + " ON CONFLICT DO NOTHING";
        }
    },

    /** H2 and unknown databases. */
    STANDARD("standard") {
        @Override
        String insertOrIgnore(String insert) {
            return insert;
        }
    };

    private final String script;

    Dialect(String script) {
        this.script = script;
    }

    static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? POSTGRESQL : STANDARD;
    }

    /** The file that creates the tables, beside this class. */
    String script(int version) {
        return script + "-" + version + ".sql";
    }

    /** Does nothing, or fails with SQL state 23…, if the key is there already. */
    abstract String insertOrIgnore(String insert);
}
