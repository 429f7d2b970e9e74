package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorConnectionTest {

    private final String run = UUID.randomUUID().toString();
    private final String url = LocalSpark.database(run);

    private SparkSettings settings(String run, String key) {
        String database = url;
        return new SparkSettings(
                run,
                "job",
                connection -> {},
                null,
                null,
                () -> new KeptConnections(database, null, null),
                "openrouter_",
                true,
                Duration.ofMinutes(1),
                null,
                1,
                key);
    }

    @AfterEach
    void close() {
        ExecutorConnection.close(run);
    }

    @Test
    void is_one_for_all_tasks_of_a_run() {
        // each task gets its own copy of the settings
        ExecutorConnection first = ExecutorConnection.of(settings(run, "sk-or-v1-key"));

        assertThat(ExecutorConnection.of(settings(run, "sk-or-v1-key"))).isSameAs(first);
    }

    @Test
    void leaves_no_thread_and_no_lease_when_it_is_closed() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ExecutorConnection.of(settings(run, "sk-or-v1-key"));
        assertThat(leases()).isEqualTo(1);

        ExecutorConnection.close(run);

        assertThat(leases()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .filteredOn(name -> name.startsWith("openrouter-spark-lease"))
                .isEmpty();
    }

    private long leases() {
        return new Database(new KeptConnections(url, null, null), "openrouter_").transaction("count", connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT COUNT(*) FROM openrouter_spark_executor")) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
