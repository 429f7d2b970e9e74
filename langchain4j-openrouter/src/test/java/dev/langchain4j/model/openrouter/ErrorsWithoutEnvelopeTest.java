package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No endpoint believes or loses an error with status 200 that is reported without the member {@code error}, nor loses an
 * answer after comments.
 */
@Timeout(60)
class ErrorsWithoutEnvelopeTest {

    /** {@code FETCH} returns what it gets: any member may be content. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FETCH")
    void a_message_is_told(EveryCall call) {
        assertThatItIsTold(call, "{\"message\":\"Upstream is down\"}");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FETCH")
    void a_list_of_errors_is_told(EveryCall call) {
        assertThatItIsTold(call, "[{\"error\":{\"message\":\"Upstream is down\",\"code\":400}}]");
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_without_words_has_none_in_its_message(EveryCall call) {
        for (String type : List.of("image/png", "application/json", "audio/mpeg")) {
            try (RawServer server = RawServer.answering(RawServer.response(502, type, image()));
                    OpenRouter openRouter = openRouter(server)) {
                assertThatThrownBy(() -> call.on(openRouter))
                        .isInstanceOf(InternalServerException.class)
                        .hasMessageContaining("HTTP 502 without an explanation")
                        .hasMessageNotContaining("PNG");
            }
        }
    }

    /** For example a page of a proxy in an old encoding. */
    @ParameterizedTest
    @EnumSource
    void a_foreign_answer_without_words_is_not_told_to_have_no_body(EveryCall call) {
        try (RawServer server = RawServer.answering(RawServer.response(405, "image/png", image()));
                OpenRouter openRouter = openRouter(server)) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("answered 405 (Method Not Allowed) with image/png");
        }
    }

    /** Some gateways decode each answer as text and send that on, with U+FFFD for each byte that is not a character. */
    @ParameterizedTest
    @EnumSource
    void bytes_that_were_read_as_a_text_are_no_words(EveryCall call) {
        byte[] garbled = new String(image(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        try (RawServer server = RawServer.answering(RawServer.response(502, "image/png", garbled));
                OpenRouter openRouter = openRouter(server)) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("HTTP 502 without an explanation")
                    .hasMessageNotContaining("PNG");
        }
    }

    /** Of a provider's answer that is no text, OpenRouter repeats what can be read, and a mark for each other byte. */
    @ParameterizedTest
    @EnumSource
    void an_error_is_told_beside_bytes_that_its_sender_could_not_read(EveryCall call) {
        String raw = new String(image(), StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}\"\\\\]", "");
        String error = "{\"error\":{\"message\":\"Upstream is down\",\"code\":502,\"metadata\":{\"raw\":\"%s\"}}}";
        for (String body : List.of(error, "data: " + error + "\n\n")) {
            try (RawServer server =
                            RawServer.answering(RawServer.response(502, "application/json", body.formatted(raw)));
                    OpenRouter openRouter = openRouter(server)) {
                assertThatThrownBy(() -> call.on(openRouter))
                        .isInstanceOf(InternalServerException.class)
                        .hasMessageContaining("Upstream is down");
            }
        }
    }

    /** An image model answers with JSON, too. */
    @ParameterizedTest
    @EnumSource
    void an_answer_that_is_not_json_is_named_by_its_type(EveryCall call) {
        try (RawServer server = RawServer.answering(RawServer.response(200, "image/png", image()));
                OpenRouter openRouter = openRouter(server)) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("image/png")
                    .hasMessageNotContaining("PNG");
        }
    }

    /** OpenRouter sends them while the answer takes time. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPEECH")
    void comments_before_an_answer_are_none_of_it(EveryCall call) {
        String comments = ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n";
        for (String before :
                List.of(comments, comments.replace("\n", "\r\n"), comments.replace('\n', '\r'), "\uFEFF" + comments)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(before.getBytes(StandardCharsets.UTF_8));
            body.writeBytes(call.body());
            try (RawServer server =
                            RawServer.answering(RawServer.response(200, call.contentType(), body.toByteArray()));
                    OpenRouter openRouter = openRouter(server)) {
                assertThat(call.on(openRouter)).isNotNull();
            }
        }
    }

    /** The start of a PNG file, and bytes that look compressed. */
    private static byte[] image() {
        byte[] image = new byte[300];
        new Random(1).nextBytes(image);
        byte[] start = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        System.arraycopy(start, 0, image, 0, start.length);
        return image;
    }

    private static void assertThatItIsTold(EveryCall call, String body) {
        try (RawServer server = RawServer.answering(RawServer.response(200, "application/json", body));
                OpenRouter openRouter = openRouter(server)) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("Upstream is down");
        }
    }

    private static OpenRouter openRouter(RawServer server) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-key")
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(new FakeTime())
                .build();
    }
}
