package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** To cut a key into its pieces costs as much as the rest of a short call. */
class RecentSecretsTest {

    private final RecentSecrets secrets = new RecentSecrets(new HttpSettings(
            "http://localhost/api/v1",
            new OkHttpClient(),
            Duration.ofSeconds(1),
            new RetryPolicy(0, new FakeTime()),
            100,
            100,
            new SecretHeaders(List.of()),
            Credentials.ONE,
            new RequestLog(NOPLogger.NOP_LOGGER, false, false),
            UnaryOperator::identity));

    @Test
    void calls_with_a_users_client_that_carry_the_same_secrets_share_them() {
        Request made = request().build();
        Secrets first = secrets.of(made);

        assertThat(secrets.ofRequestOf(answered(request().header("Content-Length", "10"))))
                .isSameAs(first);
        assertThat(secrets.of(made)).isSameAs(first);
        assertThat(secrets.ofRequestOf(answered(request().header("Content-Length", "11"))))
                .isSameAs(first);
        assertThat(secrets.ofRequestOf(answered(request().header("Cookie", "session=tango-4417"))))
                .isNotSameAs(first);
    }

    private static Request.Builder request() {
        return new Request.Builder().url("http://localhost/").header("Authorization", "Bearer sk-or-test");
    }

    private static Response answered(Request.Builder sent) {
        return answer(request().build())
                .networkResponse(answer(sent.build()).build())
                .build();
    }

    private static Response.Builder answer(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK");
    }
}
