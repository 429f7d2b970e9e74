package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The sums over the documents of a job. */
final class Tallies {

    /** So that the tasks of an executor do not wait for each other's commits. */
    private static final int SLOTS = 8;

    private static final String ADD =
            "UPDATE openrouter_spark_tally SET answered = answered + ?, refused = refused + ?,"
                    + " failed = failed + ?, interrupted = interrupted + ?, cost_usd = cost_usd + ?,"
                    + " unknown_costs = unknown_costs + ?, input_tokens = input_tokens + ?, output_tokens = output_tokens + ?"
                    + " WHERE job_id = ? AND executor = ? AND slot = ?";
    private static final String BEGIN = "INSERT INTO openrouter_spark_tally (answered, refused, failed, interrupted,"
            + " cost_usd, unknown_costs, input_tokens, output_tokens, job_id, executor, slot)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SUM = "SELECT COALESCE(SUM(t.answered), 0), COALESCE(SUM(t.refused), 0),"
            + " COALESCE(SUM(t.failed), 0), COALESCE(SUM(t.interrupted), 0), COALESCE(SUM(t.cost_usd), 0),"
            + " COALESCE(SUM(t.unknown_costs), 0), COALESCE(SUM(t.input_tokens), 0), COALESCE(SUM(t.output_tokens), 0)"
            + " FROM openrouter_spark_tally t JOIN openrouter_spark_job j ON j.id = t.job_id WHERE j.job = ?";
    private static final String OPEN = "SELECT COUNT(*) FROM openrouter_spark_document d"
            + " JOIN openrouter_spark_job j ON j.id = d.job_id WHERE j.job = ? AND d.state = 'O'";

    private final Database database;

    Tallies(Database database) {
        this.database = database;
    }

    void add(Connection connection, String job, String executor, long attempt, Delta delta) throws SQLException {
        if (execute(connection, ADD, job, executor, attempt, delta) == 0) {
            execute(connection, BEGIN, job, executor, attempt, delta);
        }
    }

    private int execute(Connection connection, String sql, String job, String executor, long attempt, Delta delta)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(database.sql(sql))) {
            statement.setLong(1, delta.answered);
            statement.setLong(2, delta.refused);
            statement.setLong(3, delta.failed);
            statement.setLong(4, delta.interrupted);
            statement.setBigDecimal(5, delta.cost);
            statement.setLong(6, delta.unknownCosts);
            statement.setLong(7, delta.inputTokens);
            statement.setLong(8, delta.outputTokens);
            statement.setString(9, job);
            statement.setString(10, executor);
            statement.setInt(11, (int) (attempt % SLOTS));
            return statement.executeUpdate();
        }
    }

    /** The sums over everything that is done under the name of a job. */
    Tally read(String job) {
        return database.transaction("add a job up", connection -> {
            try (PreparedStatement sum = connection.prepareStatement(database.sql(SUM))) {
                sum.setString(1, job);
                try (ResultSet row = sum.executeQuery()) {
                    row.next();
                    return new Tally(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getBigDecimal(5),
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8));
                }
            }
        });
    }

    /** @param budget of the job; null without one */
    OpenRouterSpark.Bill bill(String job, @Nullable OpenRouterBudget budget) {
        Tally tally = read(job);
        return new OpenRouterSpark.Bill(
                tally.answered(),
                tally.refused(),
                tally.failed(),
                open(job),
                tally.interrupted(),
                tally.cost(),
                tally.unknownCosts(),
                tally.inputTokens(),
                tally.outputTokens(),
                budget == null ? null : budget.spent(),
                budget == null ? null : budget.unsettled());
    }

    /** Documents whose call is under way, or was when its process died. Reads all rows of the job. */
    private long open(String job) {
        return database.transaction("count open calls", connection -> {
            try (PreparedStatement open = connection.prepareStatement(database.sql(OPEN))) {
                open.setString(1, job);
                try (ResultSet row = open.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** Sums over the executors of all runs. */
    record Tally(
            long answered,
            long refused,
            long failed,
            long interrupted,
            BigDecimal cost,
            long unknownCosts,
            long inputTokens,
            long outputTokens) {

        long done() {
            return answered + refused + failed;
        }
    }
}
