package dev.langchain4j.model.openrouter.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source whose calls a test sees: it may answer them itself, or fail. */
final class Watched {

    private static final List<Class<?>> TYPES = List.of(
            DataSource.class, Connection.class, PreparedStatement.class, Statement.class, DatabaseMetaData.class);

    private Watched() {}

    /** Sees the calls of all objects of JDBC. */
    @FunctionalInterface
    interface Watch {
        /** @param sql the first argument, if it is text */
        Object call(String method, String sql, Real real) throws SQLException;
    }

    /** The database's own answer. */
    @FunctionalInterface
    interface Real {
        Object call() throws SQLException;
    }

    static DataSource of(DataSource database, Watch watch) {
        return (DataSource) wrap(database, watch);
    }

    /**
     * Counts what goes to the database and back: statements, batches, and commits of something. For one connection at a
     * time.
     */
    static DataSource counting(DataSource database, AtomicInteger roundTrips) {
        AtomicBoolean begun = new AtomicBoolean();
        return of(database, (method, sql, real) -> {
            if (method.startsWith("execute")) {
                roundTrips.incrementAndGet();
                begun.set(true);
            } else if (method.equals("setAutoCommit")) {
                begun.set(false);
            } else if ((method.equals("commit") || method.equals("rollback")) && begun.getAndSet(false)) {
                roundTrips.incrementAndGet();
            }
            return real.call();
        });
    }

    /** A database of another maker. */
    static DataSource renamed(DataSource database, String product) {
        return of(database, (method, sql, real) -> method.equals("getDatabaseProductName") ? product : real.call());
    }

    private static Object wrap(Object object, Watch watch) {
        Class<?> type = TYPES.stream()
                .filter(each -> each.isInstance(object))
                .findFirst()
                .orElse(null);
        if (type == null) {
            return object;
        }
        return Proxy.newProxyInstance(
                Watched.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                            ? text
                            : "";
                    return watch.call(method.getName(), sql, () -> {
                        try {
                            return wrap(method.invoke(object, arguments), watch);
                        } catch (InvocationTargetException e) {
                            if (e.getCause() instanceof SQLException failure) {
                                throw failure;
                            }
                            throw new AssertionError(e.getCause());
                        } catch (IllegalAccessException e) {
                            throw new AssertionError(e);
                        }
                    });
                });
    }
}
