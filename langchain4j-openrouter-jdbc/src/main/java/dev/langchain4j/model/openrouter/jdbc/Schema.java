package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables: their prefix, their version, and whether to create them.
 *
 * @param prefix of all names, instead of {@code openrouter_}; may begin with a schema and a dot
 * @param create whether to create what is missing
 * @param time for the wait for another process that creates them
 */
record Schema(String prefix, boolean create, Time time) {

    static final int VERSION = 3;
    static final String PREFIX = "openrouter_";

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,29}");
    private static final Pattern NAMES = Pattern.compile("(INDEX )?" + PREFIX);
    private static final int LOOKS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int NONE = 0;

    Schema {
        if (!NAME.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "tablePrefix must be at most 30 letters, digits and '_', not beginning with a digit, optionally after a"
                            + " schema and '.', but is '" + prefix + "'");
        }
    }

    /** A statement with our prefix instead of {@code openrouter_}. */
    String sql(String statement) {
        return prefix.equals(PREFIX) ? statement : statement.replace(PREFIX, prefix);
    }

    /** @throws SQLException if they are missing and may not be created, or have another version */
    void create(Connection connection, Dialect dialect) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            int version = version(connection, dialect);
            for (int next = version + 1; create && next <= VERSION; next++) {
                run(connection, dialect, next);
                version = next;
            }
            if (version != VERSION) {
                throw new SQLSyntaxErrorException(unfit(dialect, version), "42000");
            }
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private String unfit(Dialect dialect, int version) {
        String found = version == NONE ? "are missing" : "have version " + version;
        String scripts = IntStream.rangeClosed(version + 1, VERSION)
                .mapToObj(dialect::script)
                .collect(Collectors.joining(", then "));
        String advice = version > VERSION ? "update this library" : "run " + scripts + " of the jar";
        return "the tables " + prefix + "… " + found + ", but version " + VERSION + " is needed: " + advice;
    }

    private int version(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql("SELECT MAX(version) FROM openrouter_schema"))) {
            row.next();
            return row.getInt(1); // 0 for null
        } catch (SQLException e) {
            if (dialect.isMissing(e)) {
                return NONE;
            }
            throw e;
        }
    }

    /** Creates them in one transaction, if the database can. If another process is faster, this one waits for it. */
    private void run(Connection connection, Dialect dialect, int version) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String command : SqlScript.commands(dialect.script(version))) {
                statement.execute(named(command));
            }
            connection.commit();
        } catch (SQLException e) {
            Database.rollBack(connection);
            connection.setAutoCommit(true);
            if (!Failures.isAlreadyThere(e) || !awaitCreationByAnother(connection, dialect, version)) {
                throw failed(dialect, version, e);
            }
        }
        connection.setAutoCommit(true);
    }

    /** Puts our prefix before the names. An index is in the schema of its table, and cannot name it. */
    private String named(String command) {
        String ofIndexes = "INDEX " + prefix.substring(prefix.indexOf('.') + 1);
        return NAMES.matcher(command).replaceAll(name -> name.group(1) == null ? prefix : ofIndexes);
    }

    private SQLException failed(Dialect dialect, int version, SQLException e) {
        if (Failures.isPassing(e)) {
            return e;
        }
        return new SQLSyntaxErrorException(
                "the tables " + prefix + "… cannot be created with " + dialect.script(version) + ": "
                        + Failures.withoutValues(e).getMessage()
                        + ". Create them with another user or in another way, and set createTables(false)",
                e.getSQLState(),
                e);
    }

    private boolean awaitCreationByAnother(Connection connection, Dialect dialect, int version) throws SQLException {
        for (int look = 0; look < LOOKS; look++) {
            if (version(connection, dialect) >= version) {
                return true;
            }
            time.pause(PAUSE, Thread.currentThread()::isInterrupted);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return false;
    }
}
