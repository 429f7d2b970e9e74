package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The SQL that differs between databases. All other SQL is standard. */
enum Dialect {
    POSTGRESQL("postgresql") {
        @Override
        String insertOrIgnore(String insert) {
            return insert + " ON CONFLICT DO NOTHING";
        }

        /** CURRENT_TIMESTAMP would be the start of the transaction, before it waited for a row. */
        @Override
        String clock() {
            return "clock_timestamp()";
        }

        @Override
        boolean hasCountFunction() {
            return true;
        }

        @Override
        String lock(String select) {
            return select.replaceFirst(" FROM ", ", " + ENDS_IDLE + " FROM ");
        }

        @Override
        boolean isMissing(SQLException e) {
            return "42P01".equals(e.getSQLState()) || "3F000".equals(e.getSQLState()); // table, schema
        }
    },

    /** H2 and unknown databases. */
    STANDARD("standard") {
        @Override
        String insertOrIgnore(String insert) {
            return insert;
        }

        @Override
        String clock() {
            return "CURRENT_TIMESTAMP";
        }

        @Override
        boolean hasCountFunction() {
            return false;
        }

        @Override
        boolean isMissing(SQLException e) {
            return !Failures.isPassing(
                    e); // states differ between databases; creating the table shows any other failure
        }
    };

    /** Until the end of the transaction. */
    private static final String ENDS_IDLE = "set_config('idle_in_transaction_session_timeout', '10s', true)";

    private final String script;

    Dialect(String script) {
        this.script = script;
    }

    static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? POSTGRESQL : STANDARD;
    }

    /** The file that makes this version of the tables from the one before, beside this class. */
    String script(int version) {
        return script + "-" + version + ".sql";
    }

    /** Does nothing, or fails with SQL state 23…, if the key is there already. */
    abstract String insertOrIgnore(String insert);

    /** The time at which the database reads this. */
    abstract String clock();

    /**
     * Lets the database end this transaction if its process freezes while it has the rows, or its machine is lost: the
     * others would wait for hours otherwise. Adds a column.
     */
    String lock(String select) {
        return select;
    }

    /** Whether the tables come with a function for {@link CountCall}. */
    abstract boolean hasCountFunction();

    /** Whether a query failed because its table does not exist. */
    abstract boolean isMissing(SQLException e);
}
