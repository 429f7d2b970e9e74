package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Session, trace and user of images and audio. */
@ExtendWith(OpenRouterServerExtension.class)
class MediaSessionsTest {

    private final OpenRouterServer server;

    MediaSessionsTest(OpenRouterServer server) {
        this.server = server;
    }

    /** A model of each kind, and a call of it. */
    private record Kind<B extends MediaBuilder<B>>(String path, Function<OpenRouter, B> model, Consumer<B> call) {

        B with(OpenRouter openRouter, Consumer<MediaBuilder<B>> settings) {
            B builder = model.apply(openRouter);
            settings.accept(builder);
            return builder;
        }

        void call(B builder) {
            call.accept(builder);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(new Kind<>(
                        "/images",
                        openRouter -> openRouter.imageModel().modelName("bytedance-seed/seedream-4.5"),
                        model -> model.build().generate("a panda"))),
                arguments(new Kind<>(
                        "/audio/speech",
                        openRouter -> openRouter.speechModel().modelName("mistralai/voxtral-mini-tts-2603"),
                        model -> model.voice("en_paul_neutral").build().synthesize("Hello"))),
                arguments(new Kind<>(
                        "/audio/transcriptions",
                        openRouter -> openRouter.transcriptionModel().modelName("openai/whisper-large-v3"),
                        model -> model.build()
                                .transcribe(AudioTranscriptionRequest.builder()
                                        .audio(Audio.builder()
                                                .base64Data("UklGRg==")
                                                .mimeType("audio/wav")
                                                .build())
                                        .build()))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <B extends MediaBuilder<B>> void session_trace_and_user_are_sent(Kind<B> kind) {
        try (OpenRouter openRouter = openRouter(null)) {
            kind.call(kind.with(
                    openRouter,
                    model -> model.sessionId("trip-7").user("user-17").trace(Map.of("trace_name", "album"))));
        }

        JsonNode sent = server.requests(kind.path()).get(0).body();
        assertThat(sent.path("session_id").asText()).isEqualTo("trip-7");
        assertThat(sent.path("user").asText()).isEqualTo("user-17");
        assertThat(sent.at("/trace/trace_name").asText()).isEqualTo("album");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <B extends MediaBuilder<B>> void the_budget_of_the_session_pays(Kind<B> kind) {
        var budget = OpenRouterBudget.builder()
                .perSession(new BigDecimal("0.5"))
                .settleUnknown(false)
                .build();
        try (OpenRouter openRouter = openRouter(budget)) {
            kind.call(kind.with(openRouter, model -> model.maxCost(BigDecimal.ONE)));
            assertThatThrownBy(() -> kind.call(kind.with(
                            openRouter, model -> model.maxCost(BigDecimal.ONE).sessionId("trip-7"))))
                    .isInstanceOf(OpenRouterBudgetExceededException.class)
                    .hasMessageContaining("session");
        }
        assertThat(server.requests(kind.path())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <B extends MediaBuilder<B>> void they_are_not_sent_unless_set(Kind<B> kind) {
        try (OpenRouter openRouter = openRouter(null)) {
            kind.call(kind.with(
                    openRouter,
                    model -> model.sessionId("s").sessionId(null).user(null).trace(null)));
        }

        assertThat(server.requests(kind.path()).get(0).body().fieldNames())
                .toIterable()
                .doesNotContain("session_id", "user", "trace");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <B extends MediaBuilder<B>> void bad_values_are_refused_by_the_name_of_their_setter(Kind<B> kind) {
        try (OpenRouter openRouter = openRouter(null)) {
            assertThatThrownBy(() -> kind.call(kind.with(openRouter, model -> model.sessionId("s".repeat(257)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sessionId");
            assertThatThrownBy(() -> kind.call(kind.with(openRouter, model -> model.user(" "))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("user");
            assertThatThrownBy(() -> kind.call(
                            kind.with(openRouter, model -> model.customParameters(Map.of("session_id", "x")))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("session_id");
        }
        assertThat(server.requests()).isEmpty();
    }

    private OpenRouter openRouter(OpenRouterBudget budget) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(budget)
                .build();
    }
}
