package dev.langchain4j.model.openrouter.spark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The jobs in the journal, and what each does. */
final class Jobs {

    private static final String FIND = "SELECT definition FROM openrouter_spark_job WHERE id = ?";
    private static final String BEGIN =
            "INSERT INTO openrouter_spark_job (id, job, operation, definition) VALUES (?, ?, ?, ?)";

    private static final String OF_JOB = " WHERE job_id IN (SELECT id FROM openrouter_spark_job WHERE job = ?)";
    private static final String RETRY =
            "UPDATE openrouter_spark_document SET state = 'T', run = ''" + OF_JOB + " AND state IN ('F', 'T')";
    private static final String UNDER_WAY = "SELECT COUNT(*) FROM openrouter_spark_document d"
            + " JOIN openrouter_spark_job j ON j.id = d.job_id JOIN openrouter_spark_executor e ON e.id = d.executor"
            + " WHERE j.job = ? AND d.state = 'O' AND e.beat >= ?";
    private static final String DELETE = "DELETE FROM openrouter_spark_document" + OF_JOB;
    private static final String DELETE_TALLY = "DELETE FROM openrouter_spark_tally" + OF_JOB;
    private static final String DELETE_JOB = "DELETE FROM openrouter_spark_job WHERE job = ?";

    private final Database database;

    Jobs(Database database) {
        this.database = database;
    }

    /**
     * The id of a job's task, which is new or does what it did before.
     *
     * @throws IllegalStateException if it did something else, so that its results would be mixed
     */
    String id(String job, BulkTask task, String model) {
        String id = Document.digest(job + "\n" + task.name());
        String definition = Document.digest(model + "\n" + task.definition());
        String known = database.transaction("begin a job", connection -> begin(connection, id, job, task, definition));
        if (!definition.equals(known)) {
            throw new IllegalStateException(
                    "The job '" + job + "' was begun with another model, form of vectors, instruction, type or"
                            + " question for " + task.name()
                            + ": give this work another name, or its results would be mixed");
        }
        return id;
    }

    private String begin(Connection connection, String id, String job, BulkTask task, String definition)
            throws SQLException {
        String known = find(connection, id);
        if (known != null) {
            return known;
        }
        try (PreparedStatement begin = connection.prepareStatement(database.sql(BEGIN))) {
            begin.setString(1, id);
            begin.setString(2, job);
            begin.setString(3, task.name());
            begin.setString(4, definition);
            begin.executeUpdate();
            return definition;
        }
    }

    /** Takes failures away from the runs that wrote them, so that each run may try them again. */
    long retryFailures(String job) {
        return database.transaction("let failures be tried again", connection -> update(connection, RETRY, job));
    }

    /** @throws IllegalStateException while an executor whose lease has not ended calls for documents of the job */
    long delete(String job, Duration lease) {
        return database.transaction("delete a job", connection -> {
            if (isUnderWay(connection, job, Database.now(connection) - lease.toMillis())) {
                throw new IllegalStateException(
                        "The job '" + job + "' is running: delete its results when it has ended");
            }
            long documents = update(connection, DELETE, job);
            update(connection, DELETE_TALLY, job);
            update(connection, DELETE_JOB, job);
            return documents;
        });
    }

    private boolean isUnderWay(Connection connection, String job, long aliveSince) throws SQLException {
        try (PreparedStatement open = connection.prepareStatement(database.sql(UNDER_WAY))) {
            open.setString(1, job);
            open.setLong(2, aliveSince);
            try (ResultSet row = open.executeQuery()) {
                return row.next() && row.getLong(1) > 0;
            }
        }
    }

    private long update(Connection connection, String sql, String job) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(database.sql(sql))) {
            update.setString(1, job);
            return update.executeLargeUpdate();
        }
    }

    private @Nullable String find(Connection connection, String id) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(database.sql(FIND))) {
            find.setString(1, id);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
