package dev.langchain4j.model.openrouter.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables: their prefix, their version, and whether to create them.
 *
 * @param prefix of all names, instead of {@code openrouter_}
 * @param create whether to create what is missing
 */
record Schema(String prefix, boolean create) {

    static final int VERSION = 1;
    static final String PREFIX = "openrouter_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,29}");
    private static final int LOOKS = 50;
    private static final long PAUSE_MILLIS = 100;

    Schema {
        if (!NAME.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "tablePrefix must be at most 30 letters, digits and '_', but is '" + prefix + "'");
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
            Integer version = version(connection);
            if (version == null && create) {
                run(connection, sql(script(dialect)));
                version = version(connection);
            }
            if (version == null || version != VERSION) {
                throw new SQLSyntaxErrorException(
                        "the tables " + prefix + "… "
                                + (version == null ? "are missing" : "have version " + version)
                                + ", but version " + VERSION + " is needed: run " + dialect.script(VERSION)
                                + " of the jar",
                        "42000");
            }
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private @Nullable Integer version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql("SELECT MAX(version) FROM openrouter_schema"))) {
            row.next();
            int version = row.getInt(1);
            return row.wasNull() ? null : version;
        } catch (SQLException missing) {
            if (Failures.isPassing(missing) && !isMissing(missing)) {
                throw missing;
            }
            return null;
        }
    }

    private static boolean isMissing(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("42");
    }

    /** If another process is creating them too, one of both fails: then it waits for the other. */
    private void run(Connection connection, String script) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String command : script.split(";")) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            Database.rollBack(connection);
            connection.setAutoCommit(true);
            if (!isCreatedByAnother(connection)) {
                throw e;
            }
        }
        connection.setAutoCommit(true);
    }

    private boolean isCreatedByAnother(Connection connection) throws SQLException {
        for (int look = 0; look < LOOKS; look++) {
            if (version(connection) != null) {
                return true;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private static String script(Dialect dialect) {
        String name = dialect.script(VERSION);
        try (InputStream script = Schema.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
