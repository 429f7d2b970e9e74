package dev.langchain4j.model.openrouter.spark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The jobs in the journal, and what each does. */
final class Jobs {

    private static final String FIND = "SELECT definition FROM openrouter_spark_job WHERE id = ?";
    private static final String BEGIN =
            "INSERT INTO openrouter_spark_job (id, job, operation, definition) VALUES (?, ?, ?, ?)";

    private final Database database;

    Jobs(Database database) {
        this.database = database;
    }

    /**
     * The id of a job's task, which is new or does what it did before.
     *
     * @throws IllegalStateException if it did something else, so that its results would be mixed
     */
    String id(String job, BulkTask task, String modelName) {
        String id = Document.digest(job + "\n" + task.name());
        String definition = Document.digest(modelName + "\n" + task.definition());
        String known = database.transaction("begin a job", connection -> begin(connection, id, job, task, definition));
        if (!definition.equals(known)) {
            throw new IllegalStateException("The job '" + job + "' has begun to " + task.name()
                    + " with another model, instruction, type or question: give this work another name, or its results"
                    + " would be mixed");
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

    private @Nullable String find(Connection connection, String id) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(database.sql(FIND))) {
            find.setString(1, id);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
