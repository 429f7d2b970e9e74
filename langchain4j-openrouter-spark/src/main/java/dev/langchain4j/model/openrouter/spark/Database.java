package dev.langchain4j.model.openrouter.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The journal's database: transactions that survive its short absences. Thread-safe. */
final class Database {

    private static final String PREFIX = "openrouter_";
    private static final int MAX_ATTEMPTS = 6;
    private static final long FIRST_PAUSE_NANOS = 50_000_000;

    private final DataSource dataSource;
    private final String prefix;

    Database(DataSource dataSource, String prefix) {
        this.dataSource = dataSource;
        this.prefix = prefix;
    }

    /** Work in a transaction. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    /** A statement of ours with the tables' prefix. */
    String sql(String statement) {
        return prefix.equals(PREFIX) ? statement : statement.replace(PREFIX, prefix);
    }

    /** Creates the tables that are missing. */
    void createIf(boolean wanted) {
        if (!wanted) {
            return;
        }
        String script = script();
        transaction("create the tables", connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String command : sql(script).split(";")) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
            }
            return null;
        });
    }

    private static String script() {
        try (InputStream script = Database.class.getResourceAsStream("spark-1.sql")) {
            if (script == null) {
                throw new IllegalStateException("spark-1.sql is missing in the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the work and commits it. The work may run several times: if the database is unreachable for a moment, or
     * another transaction was faster.
     *
     * @throws IllegalStateException if it fails; it is rolled back then
     */
    <T extends @Nullable Object> T transaction(String task, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (!isPassing(e)
                        || attempt == MAX_ATTEMPTS
                        || Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("The journal's database failed to " + task, withoutValues(e));
                }
                LockSupport.parkNanos(FIRST_PAUSE_NANOS << attempt);
            }
        }
    }

    private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.with(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBack(connection); // auto-commit would commit a half, also after an Error
                }
                setAutoCommit(connection);
            }
        }
    }

    private Connection open() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException poolFailed) {
            throw new SQLNonTransientConnectionException(poolFailed.getMessage(), "08000", poolFailed);
        }
    }

    /** The database's clock, which all executors share, in milliseconds since 1970. */
    static long now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            row.next();
            return row.getTimestamp(1).getTime();
        }
    }

    /**
     * The failure is temporary: the connection is lost, the database cannot be reached or is a standby since a
     * failover, or a row came first. A pool tells a lost connection without a state.
     */
    private static boolean isPassing(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || state == null
                || state.matches("(08|23|40|53|55|57).*|25006|42P07|90007|90067|90098|90121");
    }

    /**
     * The failure without the answers that the statement would have written: PostgreSQL's driver quotes a batch before
     * the reason, and a refused row in the lines below it.
     */
    private static SQLException withoutValues(SQLException e) {
        SQLException reason =
                e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
        String firstLine = String.valueOf(reason.getMessage()).split("\\R", 2)[0];
        SQLException told = new SQLException(firstLine, e.getSQLState(), e.getErrorCode(), reason.getCause());
        told.setStackTrace(e.getStackTrace());
        return told;
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            // the connection is lost, and with it the transaction
        }
    }

    private static void setAutoCommit(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            // a pool notices itself
        }
    }
}
