package dev.langchain4j.model.openrouter.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Databases of tests, and plain questions to them. */
final class Databases {

    private Databases() {}

    /** A new one in memory. */
    static JdbcConnectionPool h2() {
        return h2("DB_CLOSE_DELAY=-1");
    }

    /** A new one in memory with this setting. */
    static JdbcConnectionPool h2(String setting) {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;" + setting;
        return JdbcConnectionPool.create(url, "sa", "");
    }

    static void drop(DataSource h2) {
        change(h2, "SHUTDOWN");
        ((JdbcConnectionPool) h2).dispose();
    }

    /** The first column of the first row, as text. */
    static String ask(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "no row";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static long count(DataSource dataSource, String from) {
        return Long.parseLong(ask(dataSource, "SELECT COUNT(*) FROM " + from));
    }

    static int change(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
