package dev.langchain4j.model.openrouter.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A database that can be away. */
final class FlakyDataSource implements DataSource {

    private final DataSource database;
    private final Set<Connection> given = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean away;
    private volatile String awayFor = "no thread";
    private volatile Runnable asked = () -> {};
    private volatile Runnable whenLost = () -> {};
    private volatile Loss loss;
    private volatile boolean lost;

    FlakyDataSource(DataSource database) {
        this.database = database;
    }

    /** @param commits whether the commit is done */
    private record Loss(String rows, boolean commits, boolean goesAway) {}

    /** Open connections break, new ones are refused. */
    void goAway() {
        away = true;
        given.forEach(FlakyDataSource::close);
        given.clear();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void comeBack() {
        away = false;
        awayFor = "no thread";
    }

    /** Open connections break, new ones of threads with this name are refused. */
    void goAwayFor(String thread) {
        awayFor = thread;
        given.forEach(FlakyDataSource::close);
        given.clear();
    }

    /** Runs on each thread that asks for a connection. */
    void whenAsked(Runnable asked) {
        this.asked = asked;
    }

    /** Runs when a commit is lost, before its failure is told. */
    void whenLost(Runnable lost) {
        this.whenLost = lost;
    }

    /** The next commit after which there are such rows is done, and its connection breaks before it can say so. */
    void loseNextCommit(String rows) {
        watch(rows, true, false);
    }

    /** The same, and the database is away then. */
    void loseNextCommitAndGoAway(String rows) {
        watch(rows, true, true);
    }

    /** The next commit after which there would be such rows is not done, and the database is away then. */
    void goAwayBeforeCommit(String rows) {
        watch(rows, false, true);
    }

    private void watch(String rows, boolean commits, boolean goesAway) {
        lost = false;
        loss = new Loss(rows, commits, goesAway);
    }

    boolean lost() {
        return lost;
    }

    private Connection losing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Loss now = loss;
                    if (now != null && method.getName().equals("commit") && hasRows(connection, now.rows())) {
                        lose(connection, now);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void lose(Connection connection, Loss now) throws SQLException {
        loss = null;
        lost = true;
        away = now.goesAway();
        if (now.commits()) {
            connection.commit();
        } else {
            connection.rollback();
        }
        connection.close();
        whenLost.run();
        throw new SQLNonTransientConnectionException("the connection broke", "08006");
    }

    private static boolean hasRows(Connection connection, String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + rows)) {
            return count.next() && count.getLong(1) > 0;
        }
    }

    int refused() {
        return refused.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        asked.run();
        ensureThere();
        Connection connection = database.getConnection();
        given.add(connection);
        try {
            ensureThere(); // it may have gone before this connection was one to break
        } catch (SQLException gone) {
            connection.close();
            throw gone;
        }
        return losing(connection);
    }

    private void ensureThere() throws SQLException {
        if (away || Thread.currentThread().getName().equals(awayFor)) {
            refused.incrementAndGet();
            throw new SQLNonTransientConnectionException("the database is away", "08001");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
