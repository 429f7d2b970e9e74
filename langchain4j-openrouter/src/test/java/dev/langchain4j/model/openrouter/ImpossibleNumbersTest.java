package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers that are legal JSON but too large to calculate with, in every field that holds a number. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class ImpossibleNumbersTest {

    private final OpenRouterServer server;

    ImpossibleNumbersTest(OpenRouterServer server) {
        this.server = server;
    }

    static Stream<String> numbers() {
        return Stream.of(
                "1e9999999999",
                "-1e9999999999",
                "1e-9999999999",
                "1E+2147483648",
                "0e9999999999999999999",
                "9".repeat(5_000),
                "-0." + "3".repeat(5_000),
                "9223372036854775808");
    }

    @ParameterizedTest
    @EnumSource
    void less_than_no_tokens_and_costs_are_not_reported(Style style) {
        server.answer(Answer.text("Hello").usage("""
                {"prompt_tokens":-5,"completion_tokens":2,"total_tokens":"-3",
                 "prompt_tokens_details":{"cached_tokens":-1},"cost":0.001,"cost_details":{
                 "upstream_inference_cost":-1,"upstream_inference_prompt_cost":-1,
                 "upstream_inference_completions_cost":-1,"server_tool_cost":-1}}"""));

        try (OpenRouter openRouter = openRouter().build()) {
            OpenRouterTokenUsage usage =
                    OpenRouterTokenUsage.of(style.chat(openRouter, "hi")).orElseThrow();

            assertThat(usage.inputTokenCount()).isNull();
            assertThat(usage.outputTokenCount()).isEqualTo(2);
            assertThat(usage.cachedInputTokens()).isNull();
            assertThat(usage.cost()).isEqualByComparingTo("0.001");
            assertThat(usage.upstreamCost()).isNull();
            assertThat(usage.upstreamInputCost()).isNull();
            assertThat(usage.upstreamOutputCost()).isNull();
            assertThat(usage.serverToolCost()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "2, -1", "-1, -1", "2000000, -1500000"})
    void a_part_that_is_no_price_has_no_sum(String input, String output) {
        server.answer(Answer.text("Hello").usage("""
                {"completion_tokens":2,"cost":0.001,"is_byok":true,"cost_details":{
                 "upstream_inference_prompt_cost":%s,"upstream_inference_completions_cost":%s}}""".formatted(input, output)));

        try (OpenRouter openRouter = openRouter().build()) {
            OpenRouterTokenUsage usage =
                    OpenRouterTokenUsage.of(Style.PLAIN.chat(openRouter, "hi")).orElseThrow();

            assertThat(usage.upstreamCost()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void an_answer_survives_them_in_every_member(String number) {
        server.answer(Answer.raw(200, "application/json", chat(number)));

        assertThat(ask()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_stream_survives_them_in_every_member(String number) {
        server.answer(Answer.raw(200, "text/event-stream", "data: " + chunk(number) + "\n\ndata: [DONE]\n\n"));
        HandlerRecorder handler = new HandlerRecorder();

        try (OpenRouter openRouter = openRouter().build()) {
            openRouter.streamingChatModel().build().chat("hi", handler);
            assertThat(handler.response().aiMessage().text()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_tool_call_keeps_them_in_its_arguments(String number) {
        server.answer(Answer.raw(
                200,
                "application/json",
                "{\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"add\",\"arguments\":{\"a\":" + number
                        + ",\"b\":[1.50,{\"c\":null}]}}}]}}]}"));

        try (OpenRouter openRouter = openRouter().build()) {
            var answer = openRouter.chatModel().build().chat(dev.langchain4j.data.message.UserMessage.from("hi"));
            assertThat(answer.aiMessage().toolExecutionRequests().get(0).arguments())
                    .isEqualTo("{\"a\":" + number + ",\"b\":[1.50,{\"c\":null}]}");
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void an_error_keeps_its_words_beside_them(String number) {
        server.answer(Answer.raw(
                400,
                "application/json",
                "{\"error\":{\"code\":" + number + ",\"http_status\":" + number
                        + ",\"message\":\"Too long\",\"metadata\":{\"limit\":" + number
                        + ",\"headers\":{\"X-RateLimit-Reset\":" + number
                        + "}},\"availability\":{\"code\":\"x\",\"retry_after\":" + number + "}},\"user_id\":" + number
                        + "}"));

        Throwable failure = catchThrowable(this::ask);

        assertThat(failure).isInstanceOf(LangChain4jException.class).hasMessageContaining("Too long");
        assertThat(OpenRouterException.in(failure).orElseThrow().metadata().get("limit"))
                .hasToString(number);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void embeddings_rerank_and_media_fail_or_answer_in_langchain4js_ways(String number) {
        try (OpenRouter openRouter = openRouter().build()) {
            assertFine(
                    "{\"data\":[{\"index\":0,\"embedding\":[" + number + ",0.5]}],\"usage\":{\"prompt_tokens\":"
                            + number + ",\"cost\":" + number + "}}",
                    () -> openRouter
                            .embeddingModel()
                            .modelName("openai/text-embedding-3-small")
                            .build()
                            .embed("hi"));
            assertFine(
                    "{\"results\":[{\"index\":0,\"relevance_score\":" + number + "}],\"usage\":{\"search_units\":"
                            + number + "}}",
                    () -> openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v3.5")
                            .build()
                            .score("a", "b"));
            assertFine(
                    "{\"results\":[{\"index\":" + number + ",\"relevance_score\":0.5}]}",
                    () -> openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v3.5")
                            .build()
                            .score("a", "b"));
            assertFine(
                    "{\"text\":\"hi\",\"duration\":" + number + ",\"segments\":[{\"start\":" + number + ",\"end\":"
                            + number + "}],\"usage\":{\"cost\":" + number + "}}",
                    () -> openRouter
                            .transcriptionModel()
                            .modelName("openai/whisper-1")
                            .build()
                            .transcribe(dev.langchain4j.model.audio.AudioTranscriptionRequest.builder()
                                    .audio(dev.langchain4j.data.audio.Audio.builder()
                                            .binaryData(new byte[] {1})
                                            .mimeType("audio/mpeg")
                                            .build())
                                    .build()));
            assertFine(
                    "{\"created\":" + number + ",\"data\":[{\"b64_json\":\"aGk=\"}],\"usage\":{\"cost\":" + number
                            + "}}",
                    () -> openRouter
                            .imageModel()
                            .modelName("openai/gpt-image-1")
                            .build()
                            .generate("a dot"));
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_judges_reply_with_them_is_judged_or_refused(String number) {
        server.when(Match.userSays("")).answer("{\"1\": " + number + ", \"2\": 3}");

        try (OpenRouter openRouter = openRouter().build()) {
            Throwable failure = catchThrowable(() -> openRouter
                    .llmScoringModel()
                    .build()
                    .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), "q"));
            assertThat(failure)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            some -> assertThat(some).isInstanceOf(LangChain4jException.class));
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void key_generation_and_catalog_survive_them_and_credits_tell_them(String number) {
        String data = "{\"data\":{\"id\":\"gen-1\",\"label\":\"k\",\"limit\":" + number + ",\"usage\":" + number
                + ",\"total_credits\":" + number + ",\"total_usage\":" + number + ",\"total_cost\":" + number
                + ",\"tokens_prompt\":" + number + ",\"created_at\":" + number + ",\"latency\":" + number + "}}";
        server.when(Match.path("/key")).answer(Answer.raw(200, "application/json", data));
        server.when(Match.path("/credits")).answer(Answer.raw(200, "application/json", data));
        server.when(Match.path("/generation")).answer(Answer.raw(200, "application/json", data));
        server.when(Match.path("/models")).answer(Answer.raw(200, "application/json", catalog(number)));

        try (OpenRouter openRouter = openRouter().build()) {
            assertThat(openRouter.key()).isNotNull();
            assertThat(openRouter.generation("gen-1")).isNotNull();
            assertThat(openRouter.modelCatalog().models()).hasSize(1);
            // an amount that nobody can calculate with is not zero
            Throwable failure = catchThrowable(openRouter::credits);
            if (!number.equals("9223372036854775808")) {
                assertThat(failure).isInstanceOf(LangChain4jException.class).hasMessageContaining("total_credits");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_cache_file_with_them_serves_as_any_other(String number, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("models.json"), catalog(number));

        var catalog = OpenRouterModelCatalog.builder()
                .baseUrl(server.baseUrl())
                .cacheFile(file)
                .build();

        assertThat(catalog.models()).isNotEmpty();
        assertThat(catalog.refresh()).hasSizeGreaterThan(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_cache_file_that_is_no_catalog_is_replaced(@TempDir Path folder) throws IOException {
        for (String spoilt :
                List.of("", "{", "null", "[]", "{\"data\":3}", "{\"data\":[{\"id\":1e9999999999", "\u0000")) {
            Path file = Files.writeString(folder.resolve("models.json"), spoilt);
            var catalog = OpenRouterModelCatalog.builder()
                    .baseUrl(server.baseUrl())
                    .cacheFile(file)
                    .build();

            assertThat(catalog.models()).hasSizeGreaterThan(1);
            assertThat(Files.size(file)).isGreaterThan(1_000);
        }
    }

    @Test
    void a_cache_file_that_cannot_be_replaced_leaves_nothing_beside_it(@TempDir Path folder) throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("models.json").resolve("full"));

        assertThat(OpenRouterModelCatalog.builder()
                        .baseUrl(server.baseUrl())
                        .cacheFile(inTheWay.getParent())
                        .build()
                        .models())
                .isNotEmpty();

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(inTheWay.getParent());
        }
    }

    private void assertFine(String answer, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        server.answer(Answer.raw(200, "application/json", answer));
        Throwable failure = catchThrowable(call);
        assertThat(failure == null || failure instanceof LangChain4jException)
                .as("%s", failure)
                .isTrue();
        server.reset();
    }

    private String ask() {
        try (OpenRouter openRouter = openRouter().build()) {
            return openRouter.chat("hi");
        }
    }

    private static String chat(String number) {
        return "{\"id\":" + number + ",\"created\":" + number + ",\"unknown\":[" + number + "],\"choices\":[{\"index\":"
                + number + ",\"finish_reason\":\"stop\",\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":"
                + number
                + ",\"bytes\":[" + number
                + "]}]},\"message\":{\"content\":\"Hello\",\"annotations\":[{\"type\":\"url_citation\","
                + "\"url_citation\":{\"url\":\"https://example.org\",\"start_index\":" + number
                + "}}],\"reasoning_details\":"
                + "[{\"type\":\"reasoning.text\",\"text\":\"t\",\"index\":" + number + "}]}}],\"usage\":"
                + usage(number)
                + ",\"openrouter_metadata\":{\"attempt\":" + number + "}}";
    }

    private static String chunk(String number) {
        return "{\"id\":" + number + ",\"created\":" + number + ",\"unknown\":[" + number + "],\"choices\":[{\"index\":"
                + number + ",\"finish_reason\":\"stop\",\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":"
                + number
                + "}]},\"delta\":{\"content\":\"Hello\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"t\","
                + "\"index\":" + number + "}]}}],\"usage\":" + usage(number) + "}";
    }

    private static String usage(String number) {
        return "{\"prompt_tokens\":" + number + ",\"completion_tokens\":" + number + ",\"total_tokens\":" + number
                + ",\"cost\":" + number + ",\"prompt_tokens_details\":{\"cached_tokens\":" + number
                + "},\"cost_details\":{\"upstream_inference_cost\":" + number + "}}";
    }

    private static String catalog(String number) {
        return "{\"data\":[{\"id\":\"openai/gpt-4o\",\"created\":" + number + ",\"context_length\":" + number
                + ",\"top_provider\":{\"context_length\":" + number + ",\"max_completion_tokens\":" + number
                + "},\"pricing\":{\"prompt\":" + number + ",\"completion\":\"" + number + "\",\"image\":" + number
                + ",\"overrides\":[" + number + "]},\"per_request_limits\":{\"prompt_tokens\":" + number + "}}]}";
    }

    private OpenRouter.Builder openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .modelName("openai/gpt-4o");
    }
}
