package dev.langchain4j.model.openrouter.jdbc;

import java.sql.SQLException;

/** The database refused a statement or cannot be reached. */
final class JdbcException extends RuntimeException {

    JdbcException(String task, SQLException cause) {
        super(
                "The database failed to " + task + ": "
                        + Failures.withoutValues(cause).getMessage() + " (SQL state " + cause.getSQLState() + ")",
                Failures.withoutValues(cause));
    }
}
