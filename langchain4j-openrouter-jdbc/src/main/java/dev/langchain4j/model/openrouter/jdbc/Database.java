package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source and its tables, which are created when they are first needed. Thread-safe. */
final class Database {

    private final DataSource dataSource;
    private final Schema schema;
    private final @Nullable Time clock;
    private final ReentrantLock preparing = new ReentrantLock();
    private volatile @Nullable Dialect dialect;

    /** @param clock instead of the database's; null for that */
    Database(DataSource dataSource, Schema schema, @Nullable Time clock) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.clock = clock;
    }

    /** Work with a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    /** A statement of ours with the tables' prefix. */
    String sql(String statement) {
        return schema.sql(statement);
    }

    /** A query of ours that locks the rows that it reads. */
    String lock(String select) {
        return sql(dialect().lock(select + " FOR UPDATE"));
    }

    /**
     * A statement of ours about some rows.
     *
     * @param statement ends with {@code IN}
     * @param texts at least one
     */
    PreparedStatement prepareIn(Connection connection, String statement, Collection<String> texts) throws SQLException {
        String places = String.join(", ", Collections.nCopies(texts.size(), "?"));
        PreparedStatement prepared = connection.prepareStatement(sql(statement) + " (" + places + ")");
        int place = 1;
        for (String text : texts) {
            prepared.setString(place++, text);
        }
        return prepared;
    }

    /** Known after the first {@link #connect}. */
    Dialect dialect() {
        Dialect known = dialect;
        return known == null ? Dialect.STANDARD : known;
    }

    /** Its URL, whatever tables it has. */
    String address() throws SQLException {
        Borrowed borrowed = Borrowed.from(dataSource);
        try {
            return borrowed.connection().getMetaData().getURL();
        } finally {
            borrowed.giveBack();
        }
    }

    /** Without auto-commit, reading what is committed; the caller gives it back. */
    Borrowed connect() throws SQLException {
        Borrowed borrowed = Borrowed.from(dataSource);
        boolean ready = false;
        try {
            borrowed.readCommitted();
            prepare(borrowed.connection());
            borrowed.connection().setAutoCommit(false);
            ready = true;
            return borrowed;
        } finally {
            if (!ready) {
                borrowed.giveBack();
            }
        }
    }

    private void prepare(Connection connection) throws SQLException {
        if (dialect != null) {
            return;
        }
        preparing.lock();
        try {
            if (dialect == null) {
                Dialect found = Dialect.of(connection);
                schema.create(connection, found);
                dialect = found;
            }
        } finally {
            preparing.unlock();
        }
    }

    /**
     * One transaction.
     *
     * @param task for the message of a failure
     * @throws JdbcException if it fails; it is rolled back then
     */
    <T extends @Nullable Object> T transaction(String task, Work<T> work) {
        try {
            return transaction(work);
        } catch (SQLException e) {
            throw new JdbcException(task, e);
        }
    }

    <T extends @Nullable Object> T transaction(Work<T> work) throws SQLException {
        Borrowed borrowed = connect();
        boolean committed = false;
        try {
            T result = work.with(borrowed.connection());
            borrowed.connection().commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack(borrowed.connection()); // also after an Error: auto-commit would commit half of the work
            }
            borrowed.giveBack();
        }
    }

    /**
     * Work without a transaction: each statement ends with its commit, so no lock is held while this process waits for the
     * network or a processor, or is frozen.
     */
    static <T extends @Nullable Object> T withoutTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.commit(); // mostly without effect, but auto-commit must not change within a transaction
        connection.setAutoCommit(true);
        try {
            return work.with(connection);
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** Inserts a row unless its key is there; in a transaction of its own. */
    void insertIfAbsent(Connection connection, String insert, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect().insertOrIgnore(sql(insert)))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            rollBack(connection);
            if (!Failures.isDuplicate(e)) {
                throw e;
            }
        }
    }

    /** The database's clock, which all processes share. */
    Instant now(Connection connection) throws SQLException {
        if (clock != null) {
            return clock.now();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + dialect().clock())) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            // the connection is lost, and with it the transaction
        }
    }
}
