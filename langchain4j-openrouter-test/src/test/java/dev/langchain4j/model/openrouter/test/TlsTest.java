package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server speaks HTTP/2 over TLS, as openrouter.ai does. */
@Timeout(60)
class TlsTest {

    @RegisterExtension
    static final OpenRouterServerExtension OPENROUTER = OpenRouterServerExtension.tls();

    private final OpenRouterServer server = OPENROUTER.server();
    private final Client client = Client.trusting(server);

    @Test
    void a_client_that_trusts_the_certificate_gets_http_2() throws Exception {
        HttpResponse<String> answer = client.chat(Client.says("Hi"));

        assertThat(server.baseUrl()).startsWith("https://");
        assertThat(answer.version()).isEqualTo(Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_client_that_wants_http_1_gets_it() throws Exception {
        HttpResponse<String> answer = client.send(
                client.chatRequest(Client.says("Hi")).version(Version.HTTP_1_1).build());

        assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void nobody_else_trusts_the_certificate() throws Exception {
        assertThatThrownBy(() -> new Client(server).chat(Client.says("Hi"))).isInstanceOf(SSLHandshakeException.class);
        try (OpenRouterServer other = OpenRouterServer.startTls()) {
            assertThat(other.certificate()).isNotEqualTo(server.certificate());
            server.certificate().checkValidity();
        }
    }

    @Test
    void a_server_without_tls_has_no_certificate() {
        try (OpenRouterServer plain = OpenRouterServer.start()) {
            assertThatIllegalStateException().isThrownBy(plain::certificate).withMessageContaining("startTls()");
            assertThatIllegalStateException().isThrownBy(plain::sslContext);
            assertThatIllegalStateException().isThrownBy(plain::trustManager);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_fault_breaks_a_request_and_not_the_next_one(Fault fault) throws Exception {
        client.chat(Client.says("the connection is there"));
        server.when(Match.userSays("Break")).answer(Answer.fault(fault));

        assertThatThrownBy(() -> client.chat(Client.says("Break"))).isInstanceOf(IOException.class);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("You said: \"Hi\"");
    }

    /** Without those that say the request was not processed: on Java 25 the reader of the JDK's client then waits for ever. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GOAWAY", "RST_REFUSED_STREAM"})
    void a_fault_breaks_a_stream_in_the_middle(Fault fault) throws Exception {
        Gate read = new Gate();
        server.answer(Answer.stream().text("Half an ans").waitFor(read).fault(fault));

        try (InputStream body = client.open(Client.streams("Hi")).body()) {
            assertThat(new String(body.readNBytes(20), StandardCharsets.UTF_8)).startsWith("data: {");
            read.open();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        Await.until(() -> server.openStreams() == 0);
    }

    @Test
    void a_reset_stream_leaves_the_others_of_its_connection_alone() throws Exception {
        Gate gate = new Gate();
        server.when(Match.userSays("Go on"))
                .answer(Answer.stream()
                        .text("one ")
                        .waitFor(gate)
                        .text("two")
                        .finish("stop")
                        .done());
        server.when(Match.userSays("Break")).answer(Answer.fault(Fault.RST_INTERNAL_ERROR));
        try (InputStream other = client.open(Client.streams("Go on")).body()) {
            assertThatThrownBy(() -> client.chat(Client.says("Break"))).isInstanceOf(IOException.class);
            gate.open();

            assertThat(new String(other.readAllBytes(), StandardCharsets.UTF_8)).contains("two", "[DONE]");
        }
    }

    @Test
    void a_cancelled_stream_ends() throws Exception {
        server.answer(Answer.stream().text("one ").silence());

        InputStream body = client.open(Client.streams("Hi")).body();
        Await.until(() -> server.openStreams() == 1);
        body.close();

        Await.until(() -> server.openStreams() == 0);
    }

    @Test
    void a_hundred_streams_run_at_once() throws Exception {
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("one ")
                        .waitFor(gate)
                        .text("two")
                        .finish("stop")
                        .done());
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(Client.streams("Hi")));
        }
        Await.until(() -> server.openStreams() == 100);
        gate.open();

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().body()).contains("[DONE]");
        }
    }

    @Test
    void a_small_number_of_concurrent_streams_is_kept() throws Exception {
        server.maxConcurrentStreams(2);
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("one ")
                        .waitFor(gate)
                        .text("two")
                        .finish("stop")
                        .done());
        Client fresh = Client.trusting(server);
        fresh.get("/models"); // it knows the limit now
        CompletableFuture<HttpResponse<String>> first = fresh.sendAsync(Client.streams("Hi"));
        CompletableFuture<HttpResponse<String>> second = fresh.sendAsync(Client.streams("Hi"));
        Await.until(() -> server.openStreams() == 2);

        assertThatThrownBy(() -> fresh.chat(Client.says("one too many"))).hasMessageContaining("too many");
        gate.open();
        assertThat(first.get().body() + second.get().body()).contains("[DONE]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void at_least_one_stream_is_possible(int streams) {
        assertThatIllegalArgumentException().isThrownBy(() -> server.maxConcurrentStreams(streams));
    }

    @Test
    void a_late_answer_ends_with_the_reset() throws Exception {
        server.answer(Answer.text("late").afterDelay(Duration.ofHours(1)));
        CompletableFuture<HttpResponse<String>> late = client.sendAsync(Client.says("Hi"));
        Await.until(() -> !server.requests().isEmpty());

        server.reset();

        assertThat(late.get().body()).contains("late");
    }

    @Test
    void a_plan_of_faults_breaks_streams_too() {
        FaultPlan plan = new FaultPlan(1, 42, true);
        List<FaultPlan.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            kinds.add(plan.next());
        }

        assertThat(kinds).contains(FaultPlan.Kind.values());
    }
}
