package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** To cut a key into its pieces costs as much as the rest of a short call. */
class RecentSecretsTest {

    private final RecentSecrets secrets = new RecentSecrets(new HttpSettings(
            "http://localhost/api/v1",
            new OkHttpClient(),
            Duration.ofSeconds(1),
            new RetryPolicy(0, false, new FakeTime()),
            100,
            100,
            new SecretHeaders(List.of()),
            Credentials.hiding(List.of()),
            new RequestLog(NOPLogger.NOP_LOGGER, false, false),
            UnaryOperator::identity));

    @Test
    void calls_with_a_users_client_that_carry_the_same_secrets_share_them() {
        Request made = request().build();
        Secrets first = secrets.of(made);

        assertThat(secrets.withSent(first, sent("Content-Length", "10"))).isSameAs(first);
        assertThat(secrets.of(made)).isSameAs(first);
        assertThat(secrets.withSent(first, sent("Content-Length", "11"))).isSameAs(first);
        assertThat(secrets.withSent(first, sent("Cookie", "session=tango-4417")))
                .isNotSameAs(first);
    }

    private static Request sent(String header, String value) {
        return request().header(header, value).build();
    }

    private static Request.Builder request() {
        return new Request.Builder().url("http://localhost/").header("Authorization", "Bearer sk-or-test");
    }
}
