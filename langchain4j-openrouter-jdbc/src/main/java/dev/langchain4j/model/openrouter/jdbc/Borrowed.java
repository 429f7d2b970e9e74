package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;

/**
 * A connection of the user's data source. It goes back as it came, because not every pool resets it, and the user's own
 * transactions rely on its settings.
 *
 * @param autoCommit as it came
 * @param isolation as it came
 */
record Borrowed(Connection connection, boolean autoCommit, int isolation) {

    /** The caller gives it back. */
    static Borrowed from(DataSource dataSource) throws SQLException {
        Connection connection = open(dataSource);
        try {
            return new Borrowed(connection, connection.getAutoCommit(), connection.getTransactionIsolation());
        } catch (SQLException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    private static Connection open(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException poolFailed) {
            throw new SQLNonTransientConnectionException(poolFailed.getMessage(), "08000", poolFailed);
        }
    }

    /** Lets it read what is committed. */
    void readCommitted() throws SQLException {
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /** Ends no transaction: what is not committed must have been rolled back. */
    void giveBack() {
        try {
            connection.setAutoCommit(autoCommit);
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException broken) {
            // a pool notices itself
        }
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            // it is gone anyway
        }
    }
}
