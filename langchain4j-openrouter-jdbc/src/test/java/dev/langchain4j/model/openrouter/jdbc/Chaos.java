package dev.langchain4j.model.openrouter.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.util.Random;
import javax.sql.DataSource;

/** One process's way to a database, which fails at random: before a statement or commit, or after it, so that its answer is lost. */
final class Chaos {

    private final Random random;
    private final DataSource dataSource;
    private volatile double share;

    Chaos(DataSource database, long seed) {
        this.random = new Random(seed);
        this.dataSource = Watched.of(database, this::call);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** @param share of the statements, commits and new connections that fail; 1 for all, as for a process that is dead */
    void fail(double share) {
        this.share = share;
    }

    private Object call(String method, String sql, Watched.Real real) throws SQLException {
        boolean connects = method.equals("getConnection");
        boolean commits = method.equals("commit");
        boolean canFail = connects || commits || method.startsWith("execute");
        if (!canFail || random.nextDouble() >= share) {
            return real.call();
        }
        int kind = random.nextInt(8);
        if (kind < 4 && !connects && share < 1) {
            real.call();
        }
        if (connects || commits || kind < 6) {
            throw new SQLNonTransientConnectionException("broken " + method, "08006");
        }
        throw kind == 6
                ? new SQLTransactionRollbackException("deadlock", "40P01")
                : new SQLException("permission denied", "42501");
    }
}
