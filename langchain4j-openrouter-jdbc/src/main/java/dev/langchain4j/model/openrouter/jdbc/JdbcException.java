package dev.langchain4j.model.openrouter.jdbc;

import java.sql.SQLException;

/** The database refused a statement or cannot be reached. */
final class JdbcException extends RuntimeException {

    /** Keeps only the first line of the message: the rest can quote values. */
    JdbcException(String task, SQLException cause) {
        super(
                "The database failed to " + task + ": " + firstLine(cause) + " (SQL state " + cause.getSQLState() + ")",
                cause);
    }

    static String firstLine(SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
