package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class OkHttpSetupTest {

    @Test
    void a_ping_finds_connections_that_are_lost_without_a_word() {
        assertThat(client(null).pingIntervalMillis()).isEqualTo(30_000);
        assertThat(client(new OkHttpClient()).pingIntervalMillis()).isEqualTo(30_000);
    }

    @Test
    void the_users_own_interval_stays() {
        OkHttpClient users =
                new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(5)).build();

        assertThat(client(users).pingIntervalMillis()).isEqualTo(5_000);
    }

    private static OkHttpClient client(@Nullable OkHttpClient users) {
        return OkHttpSetup.client(new HttpSettings(
                "http://127.0.0.1:1",
                users,
                Duration.ofSeconds(5),
                new RetryPolicy(0, new FakeTime()),
                1_000_000,
                1_000_000,
                new SecretHeaders(List.of()),
                Credentials.ONE,
                new RequestLog(NOPLogger.NOP_LOGGER, false, false),
                UnaryOperator::identity));
    }
}
