package dev.langchain4j.model.openrouter.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
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
    private volatile String loses;
    private volatile boolean lost;

    FlakyDataSource(DataSource database) {
        this.database = database;
    }

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
    }

    /** The next commit after which there are such rows is done, and its connection breaks before it can say so. */
    void loseNextCommit(String rows) {
        given.forEach(FlakyDataSource::close);
        given.clear();
        lost = false;
        loses = rows;
    }

    boolean lost() {
        return lost;
    }

    private Connection losing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    String rows = loses;
                    if (method.getName().equals("commit") && rows != null && Databases.count(database, rows) > 0) {
                        loses = null;
                        lost = true;
                        connection.close();
                        throw new SQLNonTransientConnectionException("the connection broke", "08006");
                    }
                    return result;
                });
    }

    int refused() {
        return refused.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            refused.incrementAndGet();
            throw new SQLNonTransientConnectionException("the database is away", "08001");
        }
        Connection connection = database.getConnection();
        given.add(connection);
        return loses == null ? connection : losing(connection);
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
