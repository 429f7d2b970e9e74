package dev.langchain4j.model.openrouter.spark;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the journal that this executor lives, and knows which of its tasks do. Thread-safe. */
final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private static final String BEAT = "UPDATE openrouter_spark_executor SET beat = ? WHERE id = ?";
    private static final String BEGIN = "INSERT INTO openrouter_spark_executor (beat, id) VALUES (?, ?)";
    private static final String END = "DELETE FROM openrouter_spark_executor WHERE id = ?";

    private final String executor = UUID.randomUUID().toString();
    private final Duration length;
    private final Database database;
    private final AtomicLong lastAttempt = new AtomicLong();
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(beat -> {
        Thread thread = new Thread(beat, "openrouter-spark-lease");
        thread.setDaemon(true);
        return thread;
    });

    Lease(Duration length, Database database) {
        this.length = length;
        this.database = database;
    }

    void begin() {
        execute("begin a lease", BEGIN);
        long pause = length.toMillis() / 4;
        heart.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    String executor() {
        return executor;
    }

    Duration length() {
        return length;
    }

    /** A task attempt begins; returns its number, which no other has in this process. */
    long newAttempt() {
        long attempt = lastAttempt.incrementAndGet();
        running.add(attempt);
        return attempt;
    }

    void end(long attempt) {
        running.remove(attempt);
    }

    boolean isRunning(long attempt) {
        return running.contains(attempt);
    }

    /** Repeats something that the database could not do, with the next beats, until it is done. */
    void later(Runnable task) {
        later.add(task);
    }

    private void beat() {
        try {
            execute("renew a lease", BEAT);
        } catch (RuntimeException away) {
            LOG.warn("The lease of this executor cannot be renewed: {}", away.getMessage());
            return;
        }
        for (Runnable task : later) {
            if (isDone(task)) {
                later.remove(task);
            }
        }
    }

    /** What the database refuses must not hold up the rest. */
    private static boolean isDone(Runnable task) {
        try {
            task.run();
            return true;
        } catch (RuntimeException refused) {
            LOG.warn("What a task has left to write cannot be written yet: {}", refused.getMessage());
            return false;
        }
    }

    private void execute(String task, String sql) {
        database.transaction(task, connection -> {
            long now = Database.now(connection);
            try (PreparedStatement statement = connection.prepareStatement(database.sql(sql))) {
                statement.setLong(1, now);
                statement.setString(2, executor);
                return statement.executeUpdate();
            }
        });
    }

    /** Waits for a beat that is under way, at most ten seconds. Tries a last time what the database could not do. */
    @Override
    public void close() {
        heart.shutdownNow();
        try {
            heart.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!later.isEmpty()) {
            beat();
        }
        database.transaction("end a lease", connection -> {
            try (PreparedStatement end = connection.prepareStatement(database.sql(END))) {
                end.setString(1, executor);
                return end.executeUpdate();
            }
        });
    }
}
