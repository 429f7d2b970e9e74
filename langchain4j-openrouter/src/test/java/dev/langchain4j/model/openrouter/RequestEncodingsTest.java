package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.support.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are read in the encoding that they have, whatever encodings the application's headers ask for. */
@Timeout(60)
class RequestEncodingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP, deflate, br"})
    void a_header_that_asks_for_encodings_makes_no_answer_unreadable(String encodings) {
        byte[] body = gzip("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        try (RawServer server = RawServer.start(connection -> {
                    while (connection.readRequest()) {
                        connection.send(head);
                        connection.send(body);
                    }
                });
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-key")
                        .modelName("openai/gpt-4o")
                        .customHeaders(Map.of("accept-encoding", encodings))
                        .build()) {
            for (Style style : Style.values()) {
                assertThat(style.chat(openRouter, "Hi").aiMessage().text())
                        .as("%s", style)
                        .isEqualTo("Hi");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, CHAT",
        "200, STREAM",
        "200, EMBEDDINGS",
        "200, SPEECH",
        "200, KEY",
        "400, CHAT",
        "400, STREAM",
        "400, KEY"
    })
    void an_encoding_that_nobody_asked_for_is_named_and_its_bytes_are_not_shown(int status, EveryCall call) {
        String head = "HTTP/1.1 " + status + " Told\r\nContent-Type: " + call.contentType()
                + "\r\nContent-Encoding: br\r\nContent-Length: 8\r\n\r\n";
        try (RawServer server = RawServer.answering((head + "xbrotlix").getBytes(StandardCharsets.US_ASCII));
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-key")
                        .modelName("openai/gpt-4o")
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining(status == 200 ? "encoded as br" : "HTTP 400 without an explanation")
                    .hasMessageNotContaining("brotli");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS", "RERANK_ASYNC", "DECISION", "IMAGE", "SPEECH"})
    void an_upstreams_failure_that_cannot_be_read_may_have_been_charged_and_is_not_repeated(EveryCall call) {
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        String head = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nContent-Encoding: zstd\r\n"
                + "Content-Length: 6\r\n\r\n";
        try (RawServer server = RawServer.answering((head + "x.zstd").getBytes(StandardCharsets.US_ASCII));
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-or-v1-key")
                        .modelName("openai/gpt-4o")
                        .maxRetries(1)
                        .costListener(new OpenRouterCostListener(totals))
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);

            assertThat(server.requests()).hasSize(1);
            assertThat(totals.total().unsettled()).isOne();
        }
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
