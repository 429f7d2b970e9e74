package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A soak test meets every kind of failure, and the same ones each time. */
@ExtendWith(OpenRouterServerExtension.class)
class FaultPlanTest {

    private static final FaultPlan.Kind[] KINDS_OF_HTTP_1 =
            Arrays.copyOf(FaultPlan.Kind.values(), FaultPlan.Kind.GOAWAY.ordinal());

    private final OpenRouterServer server;
    private final Client client;

    FaultPlanTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void about_the_given_part_of_the_requests_fails_in_every_way() {
        List<FaultPlan.Kind> failures = failures(0.1, 42, 10_000);

        assertThat(failures).hasSizeBetween(900, 1_100).contains(KINDS_OF_HTTP_1);
        assertThat(failures).doesNotContain(FaultPlan.Kind.GOAWAY, FaultPlan.Kind.REFUSED_STREAM);
    }

    @Test
    void the_same_seed_fails_the_same_requests() {
        assertThat(failures(0.5, 7, 100)).isEqualTo(failures(0.5, 7, 100)).isNotEqualTo(failures(0.5, 8, 100));
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_failure_reaches_the_client(FaultPlan.Kind kind) throws Exception {
        server.answer(kind.of(Answer::unscripted));
        HttpRequest request = client.chatRequest(Client.says("Hi")).build();
        Duration patience = kind == FaultPlan.Kind.SILENCE ? Duration.ofMillis(100) : Duration.ofSeconds(60);

        String outcome;
        try {
            HttpResponse<String> answer = client.send(request, patience);
            outcome = answer.statusCode() + (answer.body().contains("\"error\"") ? " error" : " page");
        } catch (HttpTimeoutException e) {
            outcome = "silent";
        } catch (IOException e) {
            outcome = "broken";
        }

        assertThat(outcome)
                .isEqualTo(
                        switch (kind) {
                            case RATE_LIMIT -> "429 error";
                            case SERVER_ERROR -> "500 error";
                            case PROVIDER_ERROR -> "502 error";
                            case UNAVAILABLE -> "503 error";
                            case HTML_PAGE -> "502 page";
                            case ERROR_IN_A_200 -> "200 error";
                            case RESET, CLOSED, LOST, CUT, GOAWAY, REFUSED_STREAM, CANCELLED_STREAM, FAILED_STREAM ->
                                "broken";
                            case SILENCE -> "silent";
                        });
    }

    @Test
    void the_server_follows_the_plan_and_a_refusal_leaves_the_script_alone() throws Exception {
        long seed = 0; // one whose first failure is a status
        while (new FaultPlan(1, seed, false).next() != FaultPlan.Kind.UNAVAILABLE) {
            seed++;
        }
        server.faults(1, seed).answer("Hello");
        assertThat(client.chat(Client.says("Hi")).statusCode()).isEqualTo(503);

        server.faults(0, 1);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("Hello");
    }

    @Test
    void a_plan_ends_with_the_reset() throws Exception {
        server.faults(1, 1);
        server.reset();

        assertThat(client.chat(Client.says("Hi")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_rate_of_zero_lets_scripted_answers_through() throws Exception {
        server.faults(0, 1).answer("Hello");

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("Hello");
    }

    @Test
    void what_is_read_does_not_fail() throws Exception {
        server.faults(1, 1);

        assertThat(client.get("/models").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void a_rate_is_a_part(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.faults(rate, 1))
                .withMessageContaining("from 0 to 1");
    }

    private static List<FaultPlan.Kind> failures(double rate, long seed, int requests) {
        FaultPlan plan = new FaultPlan(rate, seed, false);
        List<FaultPlan.Kind> failures = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            FaultPlan.Kind kind = plan.next();
            if (kind != null) {
                failures.add(kind);
            }
        }
        return failures;
    }
}
