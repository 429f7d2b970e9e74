package dev.langchain4j.model.openrouter.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamedChatTest {

    private OpenRouterServer server;
    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    private String stream(Answer answer) throws Exception {
        server.answer(answer);
        return client.chat(Client.streams("Hi")).body();
    }

    @Test
    void streams_the_same_answer_that_it_gives_in_one_piece() throws Exception {
        String plain = client.chatText(Client.says("What is new?"));
        HttpResponse<String> streamed = client.chat(Client.streams("What is new?"));

        assertThat(streamed.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(Payloads.text(streamed.body())).isEqualTo(plain);
    }

    @Test
    void looks_like_a_recorded_stream() throws Exception {
        String recorded = Payloads.read("claude-thinks-and-calls-a-tool.sse");

        String streamed = stream(new MessageAnswer()
                .thinking("Need a tool", "SIG1")
                .andToolCall("toolu_1", "get_weather", "{\"city\": \"Paris\"}")
                .model("anthropic/claude-sonnet-4.6")
                .usage(420, 61, "0.002175"));

        assertThat(streamed).startsWith(": OPENROUTER PROCESSING\n\ndata: {").endsWith("data: [DONE]\n\n");
        List<JsonNode> events = Payloads.events(streamed);
        assertThat(shapes(events.subList(1, events.size() - 1)))
                .isEqualTo(shapes(Payloads.events(recorded)
                        .subList(0, Payloads.events(recorded).size() - 1)));
        assertThat(events.get(events.size() - 2)
                        .at("/choices/0/native_finish_reason")
                        .asText())
                .isEqualTo("tool_use");
        assertThat(events.get(events.size() - 1).path("choices")).isEmpty();
    }

    private static Set<String> shapes(List<JsonNode> events) {
        return events.stream().map(Payloads::shape).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Also with a character of two chars where a piece ends. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"city\":\"New York City\"}", "{\"mood\":\"..😀😀\"}", ""})
    void adds_up_to_a_whole_tool_call(String whole) throws Exception {
        List<JsonNode> events = Payloads.events(stream(Answer.toolCall("get_weather", whole)));

        String arguments = events.stream()
                .map(event -> event.at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asText())
                .collect(Collectors.joining());
        assertThat(arguments).isEqualTo(whole);
        assertThat(events.stream().filter(event -> event.findValue("name") != null))
                .hasSize(1);
    }

    @Test
    void writes_the_bytes_that_it_was_told_to() throws Exception {
        String streamed = stream(Answer.stream()
                .comment(" OPENROUTER PROCESSING")
                .data("{\"a\":1}")
                .bytes("data:x\r\n\r\n")
                .bytes("é".getBytes(UTF_8))
                .bytes("\n\n")
                .done());

        assertThat(streamed)
                .isEqualTo(": OPENROUTER PROCESSING\n\ndata: {\"a\":1}\n\ndata:x\r\n\r\né\n\ndata: [DONE]\n\n");
    }

    @Test
    void writes_chunks_and_nothing_else() throws Exception {
        String streamed = stream(Answer.stream()
                .model("openai/gpt-5.2")
                .provider("Azure")
                .thinking("Hm")
                .text("Hel")
                .text("lo")
                .toolCall("call_1", "f", "{", "}")
                .delta("{\"images\":[]}")
                .finish("tool_calls")
                .usage(10, 2, "0.00003"));

        List<JsonNode> events = Payloads.events(streamed);
        assertThat(events).hasSize(9);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.path("model").asText()).isEqualTo("openai/gpt-5.2");
            assertThat(event.path("provider").asText()).isEqualTo("Azure");
            assertThat(event.path("object").asText()).isEqualTo("chat.completion.chunk");
        });
        assertThat(events.get(0)
                        .at("/choices/0/delta/reasoning_details/0/summary")
                        .asText())
                .isEqualTo("Hm");
        assertThat(Payloads.text(streamed).replace("null", "")).isEqualTo("Hello");
        assertThat(events.get(6).at("/choices/0/delta")).isEqualTo(Json.parse("{\"images\":[]}"));
        assertThat(events.get(8).at("/usage/cost").decimalValue()).isEqualByComparingTo("0.00003");
        assertThat(streamed).doesNotContain("[DONE]");
    }

    @Test
    void sends_each_step_before_the_next_begins() throws Exception {
        Gate gate = new Gate();
        server.answer(Answer.stream().bytes("before").waitFor(gate).bytes("after"));

        HttpResponse<InputStream> response = client.open(Client.streams("Hi"));

        assertThat(response.body().readNBytes(6)).isEqualTo("before".getBytes(UTF_8));
        assertThat(response.body().available()).isZero();
        gate.open();
        assertThat(response.body().readAllBytes()).isEqualTo("after".getBytes(UTF_8));
    }

    @Test
    void sends_the_head_before_the_first_step() throws Exception {
        Gate gate = new Gate();
        server.answer(Answer.stream().waitFor(gate).done());

        HttpResponse<InputStream> response = client.open(Client.streams("Hi"));

        assertThat(response.statusCode()).isEqualTo(200);
        gate.open();
        assertThat(response.body().readAllBytes()).isEqualTo("data: [DONE]\n\n".getBytes(UTF_8));
    }

    @Test
    void tells_the_test_that_a_stream_has_reached_a_gate() throws Exception {
        Gate gate = new Gate();
        assertThatThrownBy(() -> gate.awaitReached(Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No stream reached the gate");
        server.answer(Answer.stream().text("Hi").waitFor(gate).done());

        HttpResponse<InputStream> response = client.open(Client.streams("Hi"));

        gate.awaitReached(Duration.ofSeconds(30));
        gate.open();
        response.body().close();
    }

    @Test
    void goes_on_after_a_pause() throws Exception {
        assertThat(stream(Answer.stream().bytes("a").pause(Duration.ofMillis(5)).bytes("b")))
                .isEqualTo("ab");
    }

    @Test
    void streams_a_short_answer_in_several_pieces() throws Exception {
        List<JsonNode> events = Payloads.events(stream(Answer.text("Berlin \uD83D\uDE00\uD83D\uDE00")));

        assertThat(events.stream()
                        .map(event -> event.at("/choices/0/delta/content").asText()))
                .containsSubsequence("Berl", "in \uD83D\uDE00", "\uD83D\uDE00");
    }

    @Test
    void streams_a_long_answer_in_not_too_many_pieces() throws Exception {
        String text = "word ".repeat(200_000);

        String streamed = stream(Answer.text(text));

        assertThat(Payloads.text(streamed)).isEqualTo(text);
        assertThat(Payloads.events(streamed)).hasSizeLessThan(1_100);
    }

    @Test
    void cuts_the_connection_in_the_middle_of_the_body() throws Exception {
        server.answer(Answer.stream().bytes("Once upon").cut());

        InputStream body = client.open(Client.streams("Hi")).body();

        assertThat(body.readNBytes(9)).isEqualTo("Once upon".getBytes(UTF_8));
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    @Test
    void ends_a_cut_body_without_its_last_chunk() throws Exception {
        server.answer(Answer.stream().bytes("Once upon").cut());

        try (Socket socket = ask()) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .endsWith("9\r\nOnce upon");
        }
    }

    @Test
    void resets_the_connection_in_the_middle_of_the_body() throws Exception {
        Gate gate = new Gate();
        server.answer(Answer.stream().bytes("Once upon").waitFor(gate).reset());

        try (Socket socket = ask()) {
            gate.awaitReached(Duration.ofSeconds(30));
            gate.open();

            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    /** Asks for a stream on a bare socket. */
    private Socket ask() throws IOException {
        URI uri = URI.create(server.baseUrl());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        String body = Client.streams("Hi");
        socket.getOutputStream()
                .write(
                        ("POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer k\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .getBytes(UTF_8));
        return socket;
    }

    @Test
    void does_not_wait_for_a_client_that_does_not_read() throws Exception {
        byte[] much = new byte[64 * 1024 * 1024];
        Gate gate = new Gate();
        Socket socket;
        try (OpenRouterServer other = OpenRouterServer.start()) {
            server = other;
            other.answer(Answer.stream().waitFor(gate).bytes(much));
            socket = ask();
            gate.awaitReached(Duration.ofSeconds(30));
            gate.open();
        }

        socket.close();
    }

    @Test
    void keeps_silent_until_the_client_leaves() throws Exception {
        server.answer(Answer.stream().bytes("a").silence());

        InputStream body = client.open(Client.streams("Hi")).body();
        assertThat(body.read()).isEqualTo('a');
        assertThat(server.openStreams()).isOne();
        body.close();

        Await.until(() -> server.openStreams() == 0);
    }

    @Test
    void keeps_silent_until_the_server_is_reset() throws Exception {
        server.answer(Answer.stream().bytes("a").silence());
        InputStream body = client.open(Client.streams("Hi")).body();
        assertThat(body.read()).isEqualTo('a');

        server.reset();

        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        Await.until(() -> server.openStreams() == 0);
    }

    @Test
    void keeps_silent_until_the_server_is_closed() throws Exception {
        InputStream body;
        try (OpenRouterServer other = OpenRouterServer.start()) {
            other.answer(Answer.stream().bytes("a").silence());
            body = new Client(other).open(Client.streams("Hi")).body();
            assertThat(body.read()).isEqualTo('a');
        }

        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    @Test
    void ends_no_stream_as_complete_that_it_could_not_send() throws Exception {
        Step interrupted = client -> {
            client.write(new byte[] {'a'});
            throw new InterruptedIOException("the server stops");
        };
        try (HttpHost host = new HttpHost(null, () -> request -> Reply.events(List.of(interrupted)))) {
            InputStream body =
                    new Client(host.baseUrl(), "key").open(Client.streams("Hi")).body();

            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cuts_its_bytes_anywhere() throws Exception {
        Gate gate = new Gate();
        server.answer(Answer.stream().splitInto(1).bytes("é€").waitFor(gate).bytes("x"));

        InputStream body = client.open(Client.streams("Hi")).body();

        assertThat(new String(body.readNBytes(5), UTF_8)).isEqualTo("é€");
        gate.open();
        assertThat(body.readAllBytes()).isEqualTo(new byte[] {'x'});
    }

    @Test
    void charges_when_it_reports_the_usage() throws Exception {
        stream(Answer.stream().text("Hi").usage(10, 2, "0.00003").done());
        stream(Answer.stream().text("Hi").done());

        assertThat(server.ledger().charges()).hasSize(1);
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.00003");
    }

    @Test
    void plays_a_recorded_stream_in_pieces() throws Exception {
        String recorded = Payloads.read("claude-thinks-and-calls-a-tool.sse");

        assertThat(stream(Answer.payload(Payloads.file("claude-thinks-and-calls-a-tool.sse"))
                        .splitInto(7)))
                .isEqualTo(recorded);
        assertThat(stream(Answer.payload(recorded))).isEqualTo(recorded);
    }
}
