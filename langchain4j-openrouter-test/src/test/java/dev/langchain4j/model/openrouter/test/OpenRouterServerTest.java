package dev.langchain4j.model.openrouter.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterServerTest {

    private OpenRouterServer server;
    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void listens_on_the_loopback_interface_only() {
        assertThat(server.baseUrl()).matches("http://127\\.0\\.0\\.1:\\d+/api/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat/completions", "/v1/chat/completions", "/api/chat/completions"})
    void is_not_found_with_half_of_its_base_url(String path) throws Exception {
        server.answer("for the next request to the API");
        String origin = server.baseUrl().replace("/api/v1", "");

        HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create(origin + path))
                .header("Authorization", "Bearer " + server.apiKey())
                .POST(BodyPublishers.ofString(Client.says("Hi")))
                .build());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("for the next request to the API");
    }

    @Test
    void records_requests_as_they_came() throws Exception {
        client.get("/models?q=x");
        client.chat(Client.says("Hi"));

        RecordedRequest first = server.requests().get(0);
        assertThat(first.method()).isEqualTo("GET");
        assertThat(first.path()).isEqualTo("/models");
        assertThat(first.query()).isEqualTo("q=x");
        assertThat(first.body().isMissingNode()).isTrue();
        RecordedRequest second = server.requests().get(1);
        assertThat(second).hasToString("POST /chat/completions");
        assertThat(second.header("AUTHORIZATION")).isEqualTo("Bearer " + server.apiKey());
        assertThat(second.header("X-Absent")).isNull();
        assertThat(second.headers()).containsEntry("content-type", List.of("application/json"));
        assertThat(second.bodyText()).isEqualTo(Client.says("Hi"));
        assertThat(second.body()).isEqualTo(Json.parse(Client.says("Hi")));
        assertThat(server.lastChatRequest()).isEqualTo(second.body());
        assertThat(server.requests("/models")).containsExactly(first);
    }

    @Test
    void says_what_came_instead_of_a_chat_request() throws Exception {
        client.get("/models");

        assertThatThrownBy(server::lastChatRequest)
                .isInstanceOf(AssertionError.class)
                .hasMessage("No chat request was received, but [GET /models]");
    }

    @Test
    void keeps_a_ledger_of_what_its_answers_report() throws Exception {
        JsonNode first = client.chatJson(Client.says("Hi"));
        server.answer(Answer.text("x").usage(10, 2, "0.12"));
        client.chat(Client.streams("Hi"));
        server.answer(Answer.error(500, "Internal Server Error"));
        client.chat(Client.says("Hi"));

        Ledger ledger = server.ledger();
        assertThat(ledger.charges()).hasSize(2);
        assertThat(ledger.charges().get(0))
                .isEqualTo(new Ledger.Charge(
                        first.path("id").asText(), "openai/gpt-4o", 1, 4, new BigDecimal("0.0000425")));
        assertThat(ledger.promptTokens()).isEqualTo(11);
        assertThat(ledger.completionTokens()).isEqualTo(6);
        assertThat(ledger.cost()).isEqualByComparingTo("0.1200425");
    }

    @Test
    void charges_nothing_for_free_models() throws Exception {
        client.chat(Client.says("Hi").replace("openai/gpt-4o", "openai/gpt-oss-20b:free"));

        assertThat(server.ledger().charges()).hasSize(1);
        assertThat(server.ledger().cost()).isEqualByComparingTo("0");
    }

    @Test
    void lists_models_without_a_key() throws Exception {
        HttpResponse<String> response =
                client.send(client.withoutKey("/models").GET().build());

        JsonNode models = Json.parse(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(models.path("total_count").asInt())
                .isEqualTo(models.path("data").size());
        assertThat(models.path("data")).allSatisfy(model -> {
            assertThat(model.path("id").asText()).contains("/");
            assertThat(model.at("/pricing/prompt").isTextual()).isTrue();
            assertThat(model.at("/architecture/input_modalities"))
                    .anyMatch(input -> input.asText().equals("text"));
            assertThat(model.path("supported_parameters").isArray()).isTrue();
        });
    }

    @Test
    void lists_models_that_give_something_else_than_text_when_asked_for_them() throws Exception {
        assertThat(modelIds("/models?output_modalities=rerank")).containsExactly("cohere/rerank-v3.5");
        assertThat(modelIds("/models?x=y&output_modalities=rerank%2Cimage"))
                .contains("cohere/rerank-v3.5", "openai/gpt-5-image");
        assertThat(modelIds("/models?output_modalities=all")).contains("cohere/rerank-v3.5", "openai/gpt-4o");
        assertThat(modelIds("/models")).contains("openai/gpt-4o").doesNotContain("cohere/rerank-v3.5");
    }

    private List<String> modelIds(String path) throws Exception {
        return Json.parse(client.get(path).body()).path("data").findValuesAsText("id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-4o",
                "openai/gpt-4o-mini",
                "openai/gpt-4-turbo",
                "anthropic/claude-3-haiku",
                "meta-llama/llama-3.1-70b-instruct",
                "meta-llama/llama-3.1-8b-instruct",
                "mistralai/mistral-large",
                "~anthropic/claude-sonnet-latest",
                "~anthropic/claude-opus-latest",
                "~google/gemini-pro-latest",
                "~google/gemini-flash-latest",
                "mistralai/mistral-small-2603",
                "openai/gpt-oss-20b:free",
                "openrouter/auto",
                "openrouter/free"
            })
    void knows_the_models_that_have_short_names_or_succeed_them(String id) throws Exception {
        assertThat(Json.parse(client.get("/models").body()).path("data").findValuesAsText("id"))
                .contains(id);
        assertThat(client.chat(Client.says("Hi").replace("openai/gpt-4o", id)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void lists_added_models() throws Exception {
        server.addModel("acme/new").addModel(Json.parse("{\"id\":\"openai/gpt-4o\",\"name\":\"Mine\"}"));

        JsonNode models = Json.parse(client.get("/models").body()).path("data");

        assertThat(models.findValuesAsText("id")).contains("acme/new").containsOnlyOnce("openai/gpt-4o");
        assertThat(models.findValuesAsText("name")).contains("Mine");
    }

    @Test
    void reports_what_a_key_has_used() throws Exception {
        client.chat(Client.says("Hi"));

        JsonNode key = Json.parse(client.get("/key").body()).path("data");

        assertThat(key.path("usage").decimalValue()).isEqualByComparingTo("0.0000425");
        assertThat(key.path("limit").isNull()).isTrue();
        assertThat(client.send(client.withoutKey("/key").GET().build()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/chat/completions", "/models/"})
    void has_nothing_else(String path) throws Exception {
        HttpResponse<String> response = client.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"Resource not found\",\"code\":404}}");
    }

    @Test
    void reads_large_requests() throws Exception {
        server.lenient();
        String large = "x".repeat(5_000_000);

        assertThat(client.chatText(Client.says(large))).hasSize(large.length() + "You said: \"\"".length());
    }

    @Test
    void keeps_hundreds_of_streams_open_at_once() throws Exception {
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream().bytes("a").waitFor(gate).bytes("b"));

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 350; i++) {
            answers.add(client.sendAsync(Client.streams("Hi")));
        }
        Await.until(() -> server.openStreams() == 350);
        gate.open();

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().body()).isEqualTo("ab");
        }
    }

    @Test
    void a_request_that_was_given_up_before_a_reset_is_not_recorded_after_it() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Socket> connections = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                connections.add(connected());
            }
            for (Socket connection : connections) {
                connection.getOutputStream().write(get("/models/given-up").getBytes(UTF_8));
                connection.close();
            }

            server.reset();

            assertThat(client.get("/models").statusCode()).isEqualTo(200);
            assertThat(server.requests()).extracting(RecordedRequest::path).containsExactly("/models");
        }
    }

    @Test
    void a_request_that_is_read_while_the_server_is_reset_belongs_to_neither_round() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch reset = new CountDownLatch(1);
        AtomicBoolean replied = new AtomicBoolean();
        HttpHost host = new HttpHost(null, () -> {
            read.countDown();
            awaited(reset);
            return request -> {
                replied.set(true);
                return Reply.fault(Fault.EMPTY_RESPONSE);
            };
        });
        try (host;
                Socket connection =
                        new Socket("127.0.0.1", URI.create(host.baseUrl()).getPort())) {
            connection.getOutputStream().write(get("/key").getBytes(UTF_8));
            read.await();
            connection.shutdownOutput();
            host.endRound();
            reset.countDown();

            assertThat(connection.getInputStream().read()).isEqualTo('H');
        }
        assertThat(replied).isFalse();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection that the server knows, for it has answered on it. */
    private Socket connected() throws IOException {
        URI uri = URI.create(server.baseUrl());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(get("/key").getBytes(UTF_8));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    private static String get(String path) {
        return "GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    @Test
    void leaves_no_thread_behind() throws Exception {
        client.get("/key"); // starts the client's own threads
        Set<String> before = threadPools();
        OpenRouterServer other = OpenRouterServer.start();
        Client otherClient = new Client(other);
        otherClient.chat(Client.says("Hi"));
        other.answer(Answer.stream().bytes("a").silence());
        InputStream body = otherClient.open(Client.streams("Hi")).body();
        assertThat(threadPools()).isNotEqualTo(before);

        other.close();

        Await.until(() -> before.containsAll(threadPools()));
        body.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void does_not_keep_a_program_alive_that_forgets_to_close_it(boolean tls) throws Exception {
        ThreadGroup program = new ThreadGroup("program"); // which the threads of the server inherit
        FutureTask<OpenRouterServer> start =
                new FutureTask<>(() -> tls ? OpenRouterServer.startTls() : OpenRouterServer.start());
        Thread main = new Thread(program, start);
        main.start();

        try (OpenRouterServer other = start.get()) {
            main.join();
            Client user = tls ? Client.trusting(other) : new Client(other);
            user.chat(Client.says("Hi"));
            other.answer(Answer.stream().bytes("a").silence());
            try (InputStream open = user.open(Client.streams("Hi")).body()) {
                assertThat(open.read()).isEqualTo('a');

                Thread[] threads = new Thread[program.activeCount() + 100];
                List<Thread> left = Arrays.asList(threads).subList(0, program.enumerate(threads));
                assertThat(left).isNotEmpty().allMatch(Thread::isDaemon);
            }
        }
    }

    /** The names of all threads without what counts the threads of a pool: the other server's pool may grow as it likes. */
    private static Set<String> threadPools() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceFirst("-.*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void can_be_closed_twice() {
        OpenRouterServer other = OpenRouterServer.start();
        other.close();

        other.close();

        assertThatThrownBy(() -> new Client(other).get("/models")).isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    void runs_beside_others() throws Exception {
        try (OpenRouterServer other = OpenRouterServer.start()) {
            other.answer("other");
            server.answer("first");

            assertThat(new Client(other).chatText(Client.says("Hi"))).isEqualTo("other");
            assertThat(client.chatText(Client.says("Hi"))).isEqualTo("first");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void shows_no_key_in_a_request_as_text() throws Exception {
        client.send(client.request("/chat/completions")
                .POST(BodyPublishers.ofString("secret"))
                .build());

        assertThat(server.requests().toString()).isEqualTo("[POST /chat/completions]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /chat/completions    | {"model": "openai/gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}]} | gen-1755
            /embeddings          | {"model": "openai/text-embedding-3-small", "input": "Hi"}                        | gen-emb-1755
            /rerank              | {"model": "cohere/rerank-v3.5", "query": "q", "documents": ["d"]}                | gen-rerank-1755
            /api/alpha/decisions | {"model": "typesafe/jev-1.13", "state": "s", "questions": {"q": {"type": "noul", "instructions": "i"}}} | gen-dec-1755
            """)
    void an_id_begins_as_those_of_its_endpoint(String path, String request, String beginning) throws Exception {
        assertThat(Json.parse(client.post(path, request).body()).path("id").asText())
                .startsWith(beginning);
    }
}
