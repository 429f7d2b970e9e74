package dev.langchain4j.model.openrouter.spark;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of each document: a row says that a call is under way before it is sent, and holds the result as soon as it
 * is there. A task that computes a partition again finds both. Thread-safe.
 */
final class Journal {

    private static final String COLUMNS =
            "d.doc_key, d.state, d.digest, d.run, d.executor, d.attempt, d.answer, d.cost_usd,"
                    + " d.input_tokens, d.output_tokens, d.model, d.generation_id, d.error, e.beat";
    private static final String LOOK = "SELECT " + COLUMNS + " FROM openrouter_spark_document d"
            + " LEFT JOIN openrouter_spark_executor e ON e.id = d.executor WHERE d.job_id = ? AND d.doc_key IN (%s)";
    private static final String SAVE =
            "UPDATE openrouter_spark_document SET state = ?, run = ?, answer = ?, cost_usd = ?,"
                    + " input_tokens = ?, output_tokens = ?, model = ?, generation_id = ?, error = ?"
                    + " WHERE job_id = ? AND doc_key = ? AND state = 'O'";
    private static final String CLAIM = "INSERT INTO openrouter_spark_document"
            + " (job_id, doc_key, digest, state, run, executor, attempt)"
            + " SELECT ?, ?, ?, 'O', ?, ?, CAST(? AS BIGINT) FROM openrouter_spark_job j WHERE j.id = ? AND NOT EXISTS"
            + " (SELECT 1 FROM openrouter_spark_document d WHERE d.job_id = ? AND d.doc_key = ?)";
    private static final String JOB = "SELECT 1 FROM openrouter_spark_job WHERE id = ?";
    private static final String RECLAIM = "UPDATE openrouter_spark_document SET state = 'O', run = ?, executor = ?,"
            + " attempt = ? WHERE job_id = ? AND doc_key = ? AND state = ? AND executor = ? AND attempt = ? AND run = ?";
    private static final String RELEASE = "UPDATE openrouter_spark_document SET executor = ''"
            + " WHERE job_id = ? AND doc_key = ? AND state = 'O' AND executor = ? AND attempt = ?";
    private static final String FORGET = "DELETE FROM openrouter_spark_document"
            + " WHERE job_id = ? AND doc_key = ? AND state = 'O' AND executor = ? AND attempt = ?";

    private final Database database;
    private final Lease lease;
    private final String run;
    private final Tallies tallies;

    Journal(Database database, Lease lease, String run) {
        this.database = database;
        this.lease = lease;
        this.run = run;
        this.tallies = new Tallies(database);
    }

    /** The entries of these documents. An open one may be taken over if its executor or its task has ended. */
    Map<String, Entry> look(String job, List<Document> documents, long attempt) {
        Set<String> keys = new HashSet<>();
        documents.forEach(document -> keys.add(document.key()));
        String marks = String.join(", ", Collections.nCopies(keys.size(), "?"));
        return database.transaction("look documents up", connection -> {
            Map<String, Entry> entries = new HashMap<>();
            Alive alive = new Alive(connection, lease, attempt);
            try (PreparedStatement look = connection.prepareStatement(database.sql(LOOK.formatted(marks)))) {
                look.setString(1, job);
                int index = 2;
                for (String key : keys) {
                    look.setString(index++, key);
                }
                try (ResultSet row = look.executeQuery()) {
                    while (row.next()) {
                        Entry entry = entry(row, alive);
                        entries.put(entry.key(), entry);
                    }
                }
            }
            return entries;
        });
    }

    private static Entry entry(ResultSet row, Alive alive) throws SQLException {
        State state = State.of(row.getString(2));
        String executor = row.getString(5);
        long attempt = row.getLong(6);
        Outcome outcome = state == State.OPEN
                ? null
                : new Outcome(
                        state,
                        row.getString(7),
                        row.getBigDecimal(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13));
        boolean mayBeTaken = state == State.OPEN && !alive.is(executor, attempt, row.getLong(14));
        return new Entry(
                row.getString(1), state, row.getString(3), row.getString(4), executor, attempt, outcome, mayBeTaken);
    }

    /**
     * Writes results, and takes other documents, in one transaction.
     *
     * @return the keys of what was written and taken; others have been faster with the rest
     * @throws IllegalStateException for a claim if the job's results were deleted meanwhile
     */
    Set<String> exchange(String job, long attempt, Map<Document, Outcome> results, List<Claim> claims) {
        if (results.isEmpty() && claims.isEmpty()) {
            return Set.of();
        }
        return database.transaction("write results", connection -> {
            Set<String> done = new HashSet<>();
            Delta delta = new Delta();
            save(connection, job, results, done, delta);
            claim(connection, job, attempt, claims, done);
            reclaim(connection, job, attempt, claims, done, delta);
            if (!claims.isEmpty() && done.size() < results.size() + claims.size()) {
                requireNotDeleted(connection, job);
            }
            if (!delta.isEmpty()) {
                tallies.add(connection, job, lease.executor(), attempt, delta);
            }
            return done;
        });
    }

    /** Fails if the job was deleted: a task that waited for deleted documents would never end. */
    private void requireNotDeleted(Connection connection, String job) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(database.sql(JOB))) {
            find.setString(1, job);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("The results of this job were deleted after this dataset was made:"
                            + " make it anew, such as with embed()");
                }
            }
        }
    }

    private void save(Connection connection, String job, Map<Document, Outcome> results, Set<String> done, Delta delta)
            throws SQLException {
        if (results.isEmpty()) {
            return;
        }
        List<Map.Entry<Document, Outcome>> rows = new ArrayList<>(results.entrySet());
        try (PreparedStatement save = connection.prepareStatement(database.sql(SAVE))) {
            for (Map.Entry<Document, Outcome> row : rows) {
                Outcome outcome = row.getValue();
                save.setString(1, outcome.state().letter());
                save.setString(2, run);
                save.setString(3, outcome.answer());
                setCost(save, 4, outcome.cost());
                save.setLong(5, outcome.inputTokens());
                save.setLong(6, outcome.outputTokens());
                save.setString(7, outcome.model());
                save.setString(8, outcome.generationId());
                save.setString(9, outcome.error());
                save.setString(10, job);
                save.setString(11, row.getKey().key());
                save.addBatch();
            }
            int[] counts = save.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    done.add(rows.get(i).getKey().key());
                    delta.add(rows.get(i).getValue());
                }
            }
        }
    }

    private static void setCost(PreparedStatement save, int index, @Nullable BigDecimal cost) throws SQLException {
        if (cost == null) {
            save.setNull(index, Types.NUMERIC);
        } else {
            save.setBigDecimal(index, cost);
        }
    }

    private void claim(Connection connection, String job, long attempt, List<Claim> claims, Set<String> done)
            throws SQLException {
        List<Document> fresh = claims.stream()
                .filter(claim -> claim.before() == null)
                .map(Claim::document)
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(database.sql(CLAIM))) {
            for (Document document : fresh) {
                insert.setString(1, job);
                insert.setString(2, document.key());
                insert.setString(3, document.digest());
                insert.setString(4, run);
                insert.setString(5, lease.executor());
                insert.setLong(6, attempt);
                insert.setString(7, job);
                insert.setString(8, job);
                insert.setString(9, document.key());
                insert.addBatch();
            }
            addKeys(insert.executeBatch(), fresh, done);
        }
    }

    private void reclaim(
            Connection connection, String job, long attempt, List<Claim> claims, Set<String> done, Delta delta)
            throws SQLException {
        for (Claim claim : claims) {
            Entry before = claim.before();
            if (before == null) {
                continue;
            }
            try (PreparedStatement update = connection.prepareStatement(database.sql(RECLAIM))) {
                update.setString(1, run);
                update.setString(2, lease.executor());
                update.setLong(3, attempt);
                update.setString(4, job);
                update.setString(5, before.key());
                update.setString(6, before.state().letter());
                update.setString(7, before.executor());
                update.setLong(8, before.attempt());
                update.setString(9, before.run());
                if (update.executeUpdate() > 0) {
                    done.add(before.key());
                    delta.again(before);
                }
            }
        }
    }

    private static void addKeys(int[] counts, List<Document> documents, Set<String> done) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                done.add(documents.get(i).key());
            }
        }
    }

    /** A task ends while calls are under way: the next task may take these documents. */
    void release(String job, long attempt, List<Document> documents) {
        giveUp(RELEASE, job, attempt, documents);
    }

    /** No call was sent: the documents are as new. */
    void forget(String job, long attempt, List<Document> documents) {
        giveUp(FORGET, job, attempt, documents);
    }

    private void giveUp(String statement, String job, long attempt, List<Document> documents) {
        if (documents.isEmpty()) {
            return;
        }
        database.transaction("give documents up", connection -> {
            try (PreparedStatement release = connection.prepareStatement(database.sql(statement))) {
                for (Document document : documents) {
                    release.setString(1, job);
                    release.setString(2, document.key());
                    release.setString(3, lease.executor());
                    release.setLong(4, attempt);
                    release.addBatch();
                }
                return release.executeBatch();
            }
        });
    }

    /** The executors and tasks that live, as far as the database and this process know. */
    private record Alive(Connection connection, Lease lease, long self) {

        boolean is(String executor, long attempt, long beat) throws SQLException {
            if (executor.equals(lease.executor())) {
                // a claim of this very task that it does not remember was committed, but the answer was lost
                return attempt != self && lease.isRunning(attempt);
            }
            Duration silence = Duration.ofMillis(beat == 0 ? Long.MAX_VALUE : Database.now(connection) - beat);
            return silence.compareTo(lease.length()) <= 0;
        }
    }
}
