package dev.langchain4j.model.openrouter.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads failures of the database. */
final class Failures {

    /** Object closed, connection broken, database closed, database shutting down. */
    private static final Set<String> H2_IS_GONE = Set.of("90007", "90067", "90098", "90121");

    /** PostgreSQL's read-only transaction: this server is a standby since a failover. */
    private static final String STANDBY = "25006";

    /**
     * PostgreSQL has ended a transaction that paused for too long, or took too long, as after a freeze of this process.
     */
    private static final Set<String> ENDED = Set.of("25P03", "25P04");

    /** PostgreSQL: table, object, function, schema; H2: table, index. */
    private static final Set<String> EXISTS = Set.of("42P07", "42710", "42723", "42P06", "42S01", "42S11");

    /**
     * A value is missing, as an empty text is for H2 in its Oracle mode. Oracle itself does not tell it from a
     * duplicate.
     */
    private static final String NULL = "23502";

    private Failures() {}

    /** A row with this key is there already: no database reports it as a missing value. */
    static boolean isDuplicate(SQLException e) {
        return state(e).startsWith("23") && !state(e).equals(NULL);
    }

    /** The database does not accept the values of a row; sending them again does not help. */
    static boolean isOfTheRow(SQLException e) {
        return state(e).startsWith("22") || state(e).startsWith("23");
    }

    /** A table, or a part of it, exists already. In a race PostgreSQL reports a duplicate in its own catalog. */
    static boolean isAlreadyThere(SQLException e) {
        return EXISTS.contains(state(e)) || isDuplicate(e);
    }

    /**
     * The failure is temporary: the connection is lost, the database is not there, or another transaction was faster.
     */
    static boolean isPassing(SQLException e) {
        String state = state(e);
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("55")
                || state.startsWith("57")
                || state.equals(STANDBY)
                || ENDED.contains(state)
                || H2_IS_GONE.contains(state);
    }

    /**
     * The failure without the session and the tags of a call: PostgreSQL's driver quotes a batch before the reason, and a
     * refused row in the lines below it.
     */
    static SQLException withoutValues(SQLException e) {
        SQLException reason =
                e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
        String firstLine = String.valueOf(reason.getMessage()).split("\\R", 2)[0];
        SQLException told = new SQLException(firstLine, e.getSQLState(), e.getErrorCode(), reason.getCause());
        told.setStackTrace(e.getStackTrace());
        return told;
    }

    /** The same for what may be another failure. */
    static Exception withoutValues(Exception e) {
        return e instanceof SQLException failure ? withoutValues(failure) : e;
    }

    private static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
