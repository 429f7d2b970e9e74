package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
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
    void leaves_no_thread_and_no_lease_when_it_is_closed() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ExecutorConnection.of(settings(run, "sk-or-v1-key"));
        assertThat(leases()).isEqualTo(1);
        Set<Thread> beats = new HashSet<>(Thread.getAllStackTraces().keySet());
        beats.removeIf(thread -> before.contains(thread) || !thread.getName().startsWith("openrouter-spark-lease"));
        assertThat(beats).hasSize(1);

        ExecutorConnection.close(run);

        assertThat(leases()).isZero();
        for (Thread beat : beats) {
            beat.join(10_000); // an executor counts as terminated a moment before its last thread has ended
            assertThat(beat.isAlive()).isFalse();
        }
    }

    @Test
    void a_task_that_comes_after_the_end_opens_nothing() {
        ExecutorConnection.of(settings(run, "sk-or-v1-key"));
        ExecutorConnection.close(run);

        assertThatThrownBy(() -> ExecutorConnection.of(settings(run, "sk-or-v1-key")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'job' is closed");

        assertThat(leases()).isZero();
    }

    @Test
    void a_connection_that_cannot_be_opened_leaves_no_pool_behind() {
        AtomicInteger closed = new AtomicInteger();
        SparkSettings settings = new SparkSettings(
                run,
                "job",
                connection -> {},
                null,
                null,
                () -> pool(closed),
                "openrouter_",
                true,
                Duration.ofMinutes(1),
                null,
                1,
                "sk-or-v1-key");

        assertThatThrownBy(() -> ExecutorConnection.of(settings)).isInstanceOf(RuntimeException.class);

        assertThat(closed).hasValue(1);
    }

    /** Of a database that refuses everything. */
    private static DataSource pool(AtomicInteger closed) {
        return (DataSource) Proxy.newProxyInstance(
                ExecutorConnectionTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class, AutoCloseable.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        return closed.incrementAndGet();
                    }
                    throw new SQLException("no", "42000");
                });
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
