package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final Database database = new Database(
            new KeptConnections(LocalSpark.database(UUID.randomUUID().toString()), null, null), "openrouter_");

    @BeforeEach
    void createTables() {
        database.createIf(true);
    }

    private Lease lease(Duration length) {
        var lease = new Lease(length, database);
        lease.begin();
        return lease;
    }

    @Test
    void what_the_database_refuses_does_not_hold_up_the_rest() throws InterruptedException {
        var written = new CountDownLatch(1);
        try (Lease lease = lease(Duration.ofMillis(40))) {
            lease.later(() -> {
                throw new IllegalStateException("refused");
            });
            lease.later(written::countDown);

            assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void what_is_left_is_tried_a_last_time_at_the_end() {
        var tries = new AtomicInteger();
        try (Lease lease = lease(Duration.ofHours(1))) {
            lease.later(tries::incrementAndGet);
        }

        assertThat(tries).hasValue(1);
    }
}
