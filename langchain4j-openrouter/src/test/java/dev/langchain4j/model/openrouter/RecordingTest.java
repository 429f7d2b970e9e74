package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterRecording;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded once, an application gets the same answers without server and key. */
@ExtendWith(OpenRouterServerExtension.class)
class RecordingTest {

    private static final String KEY = "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";

    private final OpenRouterServer server;

    @TempDir
    Path directory;

    RecordingTest(OpenRouterServer server) {
        this.server = server;
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("plain", openRouter -> openRouter.chat("Hello")),
                call("streamed", RecordingTest::stream),
                call(
                        "embeddings",
                        openRouter -> List.of(openRouter
                                        .embeddingModel()
                                        .modelName("openai/text-embedding-3-small")
                                        .build()
                                        .embed("Hello")
                                        .content()
                                        .vectorAsList())
                                .toString()),
                call(
                        "rerank",
                        openRouter -> openRouter
                                .scoringModel()
                                .modelName("cohere/rerank-v3.5")
                                .build()
                                .score("a coat", "a coat")
                                .content()
                                .toString()),
                call(
                        "binary",
                        openRouter -> java.util.Base64.getEncoder()
                                .encodeToString(openRouter
                                        .speechModel()
                                        .modelName("mistralai/voxtral-mini-tts-2603")
                                        .build()
                                        .synthesize("Hello")
                                        .audio()
                                        .binaryData())),
                call("key", openRouter -> String.valueOf(openRouter.key().usage())),
                call(
                        "error",
                        openRouter -> catchThrowable(() -> openRouter
                                        .chatModel()
                                        .modelName("no/such-model")
                                        .build()
                                        .chat("Hello"))
                                .getMessage()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_replayed_call_ends_like_the_recorded_one(String name, Function<OpenRouter, String> call) {
        String live = recorded(call);
        int requests = server.requests().size();

        try (OpenRouterRecording recording = OpenRouterRecording.replay(directory);
                OpenRouter openRouter = openRouter(recording, "sk-or-v1-another")) {
            assertThat(call.apply(openRouter)).isEqualTo(live);
            recording.verify();
        }
        assertThat(server.requests()).hasSize(requests);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GENERATION") // it waits for seconds, and says how long
    void every_call_ends_in_replay_as_it_ended_live(EveryCall call) {
        Function<OpenRouter, String> ends = openRouter -> {
            Throwable failure = catchThrowable(() -> call.on(openRouter));
            return failure == null ? "well" : failure.getClass() + ": " + failure.getMessage();
        };

        String live = recorded(ends).replaceAll("http://[^/]+", "");

        assertThat(replayed(ends).replaceAll("http://[^/]+", "")).isEqualTo(live);
    }

    @ParameterizedTest
    @EnumSource
    void a_tool_call_is_replayed(Style style) {
        server.answer(Answer.toolCall("temperature", "{\"city\":\"Oslo\"}"));
        Function<OpenRouter, String> call = openRouter -> style.chat(openRouter, "How warm is it?")
                .aiMessage()
                .toolExecutionRequests()
                .toString();

        String live = recorded(call);

        assertThat(live).contains("Oslo");
        assertThat(replayed(call)).isEqualTo(live);
    }

    @Test
    void a_stream_is_written_event_by_event_with_its_times() throws IOException {
        recorded(RecordingTest::stream);

        assertThat(files()).contains("\"after_ms\" : ", "\"data\" : {", "OPENROUTER PROCESSING", "[DONE]");
    }

    @Test
    void a_stream_that_broke_breaks_again() {
        server.answer(Answer.stream().text("Half an ans").cut());
        Function<OpenRouter, String> broken = openRouter -> {
            HandlerRecorder handler = new HandlerRecorder();
            openRouter.streamingChatModel().build().chat("Hello", handler);
            return handler.awaitError().getClass().getName();
        };

        String live = recorded(broken);

        assertThat(replayed(broken)).isEqualTo(live);
    }

    @Test
    void a_changed_request_shows_its_difference() {
        recorded(openRouter -> openRouter.chat("Hello"));

        try (OpenRouterRecording recording = OpenRouterRecording.replay(directory);
                OpenRouter openRouter = openRouter(recording, KEY)) {
            assertThatThrownBy(() -> openRouter.chat("Good bye"))
                    .hasMessageContaining("001-chat-completions.json")
                    .hasMessageContaining("expected \"Hello\" but was \"Good bye\"");
            assertThatThrownBy(recording::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("body.messages[0].content");
        }
    }

    @Test
    void the_same_request_gets_its_answers_in_order_and_then_the_last_again() {
        server.answer("one").answer("two");
        Function<OpenRouter, String> thrice = openRouter -> openRouter.chat("Count") + openRouter.chat("Count");
        recorded(thrice);

        assertThat(replayed(thrice.andThen(twice -> twice))).isEqualTo("onetwo");
        assertThat(replayed(openRouter -> thrice.apply(openRouter) + openRouter.chat("Count")))
                .isEqualTo("onetwotwo");
    }

    static Stream<Arguments> spellings() {
        return EchoedSecretsTest.spellings();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spellings")
    void no_spelling_of_a_key_or_header_is_written(String spelling, String secret, String echoed) throws IOException {
        server.answer(Answer.raw(401, "application/json", json(echoed)));
        try (OpenRouterRecording recording = OpenRouterRecording.record(directory, server.baseUrl());
                OpenRouter openRouter = OpenRouter.builder()
                        .baseUrl(recording.baseUrl())
                        .apiKey(KEY)
                        .customHeaders(Map.of(
                                "X-Team-Secret", EchoedSecretsTest.TEAM_SECRET,
                                "X-Gateway-Key", EchoedSecretsTest.GATEWAY_KEY,
                                "X-Provider-Key", EchoedSecretsTest.PROVIDER_KEY,
                                "Cookie", "session=" + EchoedSecretsTest.TEAM_SECRET))
                        .build()) {
            catchThrowable(() -> openRouter.chat("My key is " + echoed.replace("\u200b", "")));
        }

        EchoedSecretsTest.assertHidden(files(), secret, echoed);
        assertThat(files()).contains("My key is ", "********");
    }

    @Test
    void cookies_and_accounts_are_not_written_even_if_they_show_later() throws IOException {
        server.answer(
                Answer.text("You are user_2abcDEFghiJKL with c00kie-9f31aa"),
                Answer.error(400, "No").userId("user_2abcDEFghiJKL").header("Set-Cookie", "cf=c00kie-9f31aa; Path=/"));

        recorded(openRouter -> openRouter.chat("Who am I?") + catchThrowable(() -> openRouter.chat("And now?")));

        assertThat(files()).contains("You are ").doesNotContain("user_2abcDEFghiJKL", "c00kie-9f31aa");
    }

    @Test
    void an_earlier_recording_is_not_overwritten() {
        recorded(openRouter -> openRouter.chat("Hello"));

        assertThatThrownBy(() -> OpenRouterRecording.record(directory)).hasMessageContaining("Delete it");
    }

    @Test
    void an_empty_directory_cannot_be_replayed() {
        assertThatThrownBy(() -> OpenRouterRecording.replay(directory)).hasMessageContaining("Record one first");
    }

    private static String stream(OpenRouter openRouter) {
        HandlerRecorder handler = new HandlerRecorder();
        openRouter.streamingChatModel().build().chat("Hello", handler);
        return handler.response().aiMessage().text();
    }

    private String recorded(Function<OpenRouter, String> call) {
        try (OpenRouterRecording recording = OpenRouterRecording.record(directory, server.baseUrl());
                OpenRouter openRouter = openRouter(recording, server.apiKey())) {
            return call.apply(openRouter);
        }
    }

    private String replayed(Function<OpenRouter, String> call) {
        try (OpenRouterRecording recording = OpenRouterRecording.replay(directory);
                OpenRouter openRouter = openRouter(recording, "none")) {
            return call.apply(openRouter);
        }
    }

    private static OpenRouter openRouter(OpenRouterRecording recording, String key) {
        return OpenRouter.builder().baseUrl(recording.baseUrl()).apiKey(key).build();
    }

    private String files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(RecordingTest::read).collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Arguments call(String name, Function<OpenRouter, String> call) {
        return Arguments.arguments(name, call);
    }

    private static String json(String echoed) {
        return "{\"error\":{\"message\":\"Flagged: [key "
                + echoed.replace("\"", "\\\"").replace("\n", "\\n") + "]\",\"code\":401}}";
    }
}
