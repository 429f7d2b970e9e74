package dev.langchain4j.model.openrouter.spark;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to a URL, which are used again: an executor needs a few, hundreds of times a second. Thread-safe. */
final class KeptConnections implements DataSource, AutoCloseable {

    private static final int LONGEST_CHECK_SECONDS = 2;
    private static final long FRESH_NANOS = 1_000_000_000;

    private final String url;
    private final Properties properties = new Properties();
    private final ConcurrentLinkedDeque<Kept> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    KeptConnections(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
    }

    private record Kept(Connection connection, long since) {}

    @Override
    public Connection getConnection() throws SQLException {
        for (Kept kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (System.nanoTime() - kept.since() < FRESH_NANOS
                    || kept.connection().isValid(LONGEST_CHECK_SECONDS)) {
                return lent(kept.connection());
            }
            close(kept.connection());
        }
        return lent(open());
    }

    /** Does not use the driver manager, which does not see the jars that Spark has loaded for an application. */
    private Connection open() throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, KeptConnections.class.getClassLoader())) {
            Connection connection = driver.acceptsURL(url) ? driver.connect(url, properties) : null;
            if (connection != null) {
                return connection;
            }
        }
        throw new SQLException("No JDBC driver on the class path knows this kind of URL", "08001");
    }

    /** The same connection, but closing gives it back. */
    private Connection lent(Connection connection) {
        AtomicBoolean givenBack = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                KeptConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        if (!givenBack.getAndSet(true)) {
                            giveBack(connection);
                        }
                        return null;
                    }
                    if (method.getName().equals("isClosed") && givenBack.get()) {
                        return true;
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void giveBack(Connection connection) throws SQLException {
        if (closed || connection.isClosed()) {
            close(connection);
        } else {
            idle.addFirst(new Kept(connection, System.nanoTime()));
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Kept kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            close(kept.connection());
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            // it is gone anyway
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("another user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
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
        throw new SQLFeatureNotSupportedException("java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
