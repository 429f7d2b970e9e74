package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.batch.BatchError;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchPage;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.batch.BatchResponse;
import dev.langchain4j.model.batch.BatchState;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.openrouter.test.SubmittedBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterBatchChatModelTest {

    private static final String MODEL = "openai/gpt-4o-mini";
    private static final Duration LONG = Duration.ofHours(24);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterBatchChatModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Submission

    @Test
    void sends_the_fields_in_the_order_that_openrouter_requires() throws Exception {
        model().maxOutputTokens(20)
                .provider(OpenRouterProviderPreferences.builder()
                        .only("openai")
                        .allowFallbacks(false)
                        .build())
                .callbackUrl("https://example.org/hook")
                .build()
                .submit(batch("Say one.", "Say two."));

        assertThat(submission().bodyText())
                .isEqualTo(new ObjectMapper()
                        .readTree(Payloads.text("batches/submission.json"))
                        .toString());
        assertThat(submission().header("Content-Length"))
                .isEqualTo(String.valueOf(submission().bodyText().length()));
    }

    @Test
    void tells_id_and_state_of_what_was_accepted() {
        server.holdBatches();

        OpenRouterBatchResponse<ChatResponse> batch = model().build().submit(batch("One", "Two"));

        assertThat(batch.batchId()).isEqualTo(server.batches().get(0).id());
        assertThat(batch.state()).isEqualTo(BatchState.PENDING);
        assertThat(batch.status()).isEqualTo("validating");
        assertThat(batch.totalCount()).isEqualTo(2);
        assertThat(batch.results()).isEmpty();
    }

    /** Those that batches refuse, and the provider, which the batch has once for all lines, are tested elsewhere. */
    static Stream<OpenRouterChatRequestParametersTest.Case<?>> parametersOfLines() {
        Set<ChatParameter> others = EnumSet.of(
                ChatParameter.PROVIDER,
                ChatParameter.FALLBACK_MODELS,
                ChatParameter.MODALITIES,
                ChatParameter.IMAGE_CONFIG,
                ChatParameter.AUDIO_OUTPUT,
                ChatParameter.SPEED,
                ChatParameter.RESPONSE_CACHE,
                ChatParameter.ROUTER_METADATA,
                ChatParameter.ANTHROPIC_BETA,
                ChatParameter.PROVIDER_API_KEYS,
                ChatParameter.CUSTOM_HEADERS);
        return OpenRouterChatRequestParametersTest.parameters().filter(each -> !others.contains(each.parameter()));
    }

    @ParameterizedTest
    @MethodSource("parametersOfLines")
    <T> void a_line_is_the_body_of_a_live_call(OpenRouterChatRequestParametersTest.Case<T> parameter) throws Exception {
        ChatRequest request = request("Hi").toBuilder()
                .parameters(parameter.with(parameter.value()))
                .build();

        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .build()) {
            openRouter.batchChatModel().build().submit(new BatchRequest<>(List.of(request)));
            server.answer(Answer.text("{}"));
            openRouter.chatModel().build().chat(request);
        }

        ObjectMapper json = new ObjectMapper();
        ObjectNode live = (ObjectNode)
                json.readTree(server.requests("/chat/completions").get(0).bodyText());
        live.remove(List.of("model", "stream", "provider"));
        assertThat(json.readTree(submission().bodyText()).at("/requests/0/body"))
                .isEqualTo(live);
    }

    @Test
    void a_request_brings_its_own_parameters_and_the_alias_of_the_model() {
        model().modelName(null)
                .temperature(0.1)
                .build()
                .submit(new BatchRequest<>(List.of(request("One").toBuilder()
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .modelName("gpt-4o-mini")
                                .seed(7)
                                .build())
                        .build())));

        JsonNode sent = submission().body();
        assertThat(sent.path("model").asText()).isEqualTo(MODEL);
        assertThat(sent.at("/requests/0/body/seed").asInt()).isEqualTo(7);
        assertThat(sent.at("/requests/0/body/temperature").asDouble()).isEqualTo(0.1);
        assertThat(sent.at("/requests/0/body").has("model")).isFalse();
    }

    @Test
    void a_schema_adds_no_preference_that_batches_refuse() {
        model().build().submit(new BatchRequest<>(List.of(asJson("One"))));

        assertThat(submission().body().has("provider")).isFalse();
        assertThat(submission().body().at("/requests/0/body").has("provider")).isFalse();
        assertThat(submission()
                        .body()
                        .at("/requests/0/body/response_format/type")
                        .asText())
                .isEqualTo("json_schema");
    }

    @Test
    void one_batch_has_one_model() {
        ChatRequest other =
                request("Two").toBuilder().modelName("openai/gpt-4o").build();

        assertThatThrownBy(() -> model().build().submit(new BatchRequest<>(List.of(request("One"), other))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("A batch has one model, but request 0 is for openai/gpt-4o-mini and request 1 for"
                        + " openai/gpt-4o. Submit a batch for each model");
        assertThat(server.requests("/batches")).isEmpty();
    }

    @Test
    void an_alias_and_the_id_that_it_stands_for_are_one_model() {
        ChatRequest byId =
                request("One").toBuilder().modelName("openai/gpt-4o-mini").build();
        ChatRequest byAlias =
                request("Two").toBuilder().modelName("gpt-4o-mini").build();

        model().build().submit(new BatchRequest<>(List.of(byId, byAlias)));

        assertThat(server.batches())
                .singleElement()
                .extracting(SubmittedBatch::size)
                .isEqualTo(2);
    }

    @Test
    void a_batch_needs_a_model_and_a_request() {
        assertThatThrownBy(() -> model().modelName(null).build().submit(batch("One")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("modelName must be set");
        assertThatThrownBy(() -> model().build().submit(new BatchRequest<>(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one request");
    }

    @Test
    void one_batch_has_at_most_5000_requests() {
        List<ChatRequest> many = new ArrayList<>();
        IntStream.range(0, 5_001).forEach(i -> many.add(request("Say " + i)));

        assertThatThrownBy(() -> model().build().submit(new BatchRequest<>(many)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("A batch has at most 5000 requests, but this one has 5001. Split it");
        assertThat(server.requests("/batches")).isEmpty();
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                of("fallbackModels", to -> to.fallbackModels("openai/gpt-4o")),
                of("modalities other than text", to -> to.modalities("text", "image")),
                of("headers: [X-OpenRouter-Metadata]", to -> to.routerMetadata(true)),
                of("speed", to -> to.speed("fast")),
                of("the plugin web", to -> to.plugins(OpenRouterPlugin.web())),
                of(
                        "web searches with an engine",
                        to -> to.serverTools(OpenRouterServerTool.webSearch().engine("exa"))),
                of(
                        "web searches with an engine",
                        to -> to.serverTools(
                                OpenRouterServerTool.of("web_search_preview", Map.of("engine", "parallel")))),
                of(
                        "provider.sort",
                        to -> to.provider(OpenRouterProviderPreferences.builder()
                                .sort("price")
                                .build())));
    }

    private static Arguments of(String words, UnaryOperator<OpenRouterChatRequestParameters.Builder> setter) {
        return Arguments.of(words, setter);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void unsupported(String words, UnaryOperator<OpenRouterChatRequestParameters.Builder> setter) {
        ChatRequest request = request("One").toBuilder()
                .parameters(
                        setter.apply(OpenRouterChatRequestParameters.builder()).build())
                .build();

        assertThatThrownBy(() -> model().build().submit(new BatchRequest<>(List.of(request))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(words);
        assertThat(server.requests("/batches")).isEmpty();
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                Arguments.of("image as data", UserMessage.from(ImageContent.from("aGk=", "image/png"))),
                Arguments.of("file as data", UserMessage.from(PdfFileContent.from("aGk=", "application/pdf"))),
                Arguments.of("audio", UserMessage.from(AudioContent.from("aGk=", "audio/wav"))),
                Arguments.of("video", UserMessage.from(VideoContent.from("https://example.org/a.mp4"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void contents(String words, UserMessage message) {
        var requests =
                List.of(request("One"), ChatRequest.builder().messages(message).build());

        assertThatThrownBy(() -> model().build().submit(new BatchRequest<>(requests)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("request 1");
        assertThat(server.requests("/batches")).isEmpty();
    }

    @Test
    void an_image_by_its_url_is_sent() {
        model().build()
                .submit(new BatchRequest<>(List.of(ChatRequest.builder()
                        .messages(UserMessage.from(ImageContent.from("https://example.org/a.png")))
                        .build())));

        assertThat(submission().bodyText()).contains("https://example.org/a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"google/gemini-2.5-flash", "~google/gemini-flash-latest"})
    void google_takes_one_response_format_for_all_requests(String name) {
        var model = model().modelName(name).build();

        assertThatThrownBy(() -> model.submit(new BatchRequest<>(List.of(request("One"), asJson("Two")))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("responseFormat");
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt-4o-mini, true", "~openai/gpt-mini-latest, true", "anthropic/claude-haiku-4.5, false"})
    void openai_alone_searches_with_options_of_its_own(String name, boolean allowed) {
        var model = model().modelName(name)
                .webSearchOptions(OpenRouterWebSearchOptions.searchContextSize("low"))
                .build();

        Throwable failure = catchThrowable(() -> model.submit(batch("One"))); // the server has no such alias

        assertThat(failure instanceof UnsupportedFeatureException).isEqualTo(!allowed);
    }

    @Test
    void a_policy_that_batches_cannot_follow_is_refused_when_the_model_is_built() {
        OpenRouterDataPolicy policy =
                OpenRouterDataPolicy.builder().zeroDataRetention(true).build();

        assertThatThrownBy(() -> model().dataPolicy(policy).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zeroDataRetention")
                .hasMessageContaining("/batches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/hook",
                "example.org/hook",
                "",
                "https://",
                "https:///hook",
                "https://example.org/a hook"
            })
    void a_callback_is_an_https_address(String url) {
        assertThatThrownBy(() -> model().callbackUrl(url).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callbackUrl must be an https URL, but is '" + url + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.org/hook?token=abc", "https://example.org/hook?token=abc|", "https://\nabc@host"
            })
    void a_callback_that_may_hold_a_secret_is_refused_without_it(String url) {
        assertThatThrownBy(() -> model().callbackUrl(url).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("callbackUrl must be an https URL")
                .hasMessageNotContaining("abc");
    }

    @Test
    void a_model_without_a_batch_endpoint_is_told_in_openrouters_words() {
        assertThatThrownBy(() -> model().modelName("openai/gpt-4-turbo").build().submit(batch("One")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("does not have a :batch endpoint");
    }

    // Results

    @Test
    void answers_come_in_the_order_of_the_requests() {
        OpenRouterBatchChatModel model = model().build();

        OpenRouterBatchResponse<ChatResponse> batch =
                model.awaitResults(model.submit(batch("One", "Two", "Three")).batchId(), LONG);

        assertThat(batch.state()).isEqualTo(BatchState.SUCCEEDED);
        assertThat(texts(batch)).containsExactly("You said: \"One\"", "You said: \"Two\"", "You said: \"Three\"");
        assertThat(batch.tokenUsage().cost())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void a_wait_of_hours_survives_an_answer_that_broke_off() {
        OpenRouterBatchChatModel model = model().maxRetries(0).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.cut(Answer.unscripted()), Answer.unscripted());

        assertThat(texts(model.awaitResults(id, LONG))).containsExactly("You said: \"One\"");
    }

    @Test
    void a_wait_of_hours_survives_a_look_that_takes_too_long() {
        OpenRouterBatchChatModel model = model().maxRetries(0).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.stalled(Answer.unscripted()), Answer.unscripted());

        CompletableFuture<List<String>> texts =
                CompletableFuture.supplyAsync(() -> texts(model.awaitResults(id, LONG)));
        patiently().until(() -> {
            if (server.requests("/batches/" + id).size() == 1) {
                time.advance(Duration.ofSeconds(61));
            }
            return texts.isDone();
        });

        assertThat(texts.join()).containsExactly("You said: \"One\"");
    }

    @Test
    void an_answer_has_the_metadata_of_a_live_one() {
        OpenRouterBatchChatModel model = model().build();

        ChatResponse answer = model.awaitResults(model.submit(batch("One")).batchId(), LONG)
                .responses()
                .get(0);

        var metadata = (OpenRouterChatResponseMetadata) answer.metadata();
        assertThat(metadata.modelName()).isEqualTo(MODEL);
        assertThat(metadata.provider()).isEqualTo("OpenAI");
        assertThat(metadata.generationId()).startsWith("gen-");
        assertThat(metadata.tokenUsage().cost()).isPositive();
        assertThat(metadata.rawResponse()).startsWith("{").contains("You said");
    }

    @Test
    void a_failed_line_is_a_failure_and_the_others_are_answers() {
        answering(Answer.payload(Payloads.text("batches/completed.json")));

        OpenRouterBatchResponse<ChatResponse> batch = model().build().retrieve("batch_a1");

        assertThat(batch.results()).hasSize(2);
        assertThat(batch.responses())
                .singleElement()
                .satisfies(answer -> assertThat(answer.aiMessage().text()).isEqualTo("one"));
        assertThat(batch.results().get(1).isSuccess()).isFalse();
        BatchError error = batch.errors().get(0);
        assertThat(error.code()).isEqualTo(400);
        assertThat(error.message()).isEqualTo("Input too long");
        assertThat(error.details().get(0)).containsEntry("error_type", "context_length_exceeded");
        assertThat(batch.completedCount()).isOne();
        assertThat(batch.failedCount()).isOne();
        assertThat(batch.tokenUsage().cost()).isEqualByComparingTo("0.000011");
        assertThat(batch.createdAt()).isEqualTo(Instant.ofEpochSecond(1_795_000_000));
        assertThat(batch.expiresAt()).isEqualTo(Instant.ofEpochSecond(1_795_086_400));
        assertThat(batch.finalizedAt()).isEqualTo(Instant.ofEpochSecond(1_795_000_300));
        assertThat(batch.provider()).isEqualTo("acme");
        assertThat(batch.modelName()).isEqualTo("acme/large-1");
    }

    @Test
    void no_line_that_a_live_call_would_refuse_is_handed_out() {
        answering(Answer.payload("""
                {"id":"batch_k1","endpoint":"/v1/chat/completions","status":"completed","results":null,
                 "request_counts":{"total":10,"completed":5,"failed":5}}"""));
        server.when(Match.path("/batches/batch_k1/results"))
                .answer(Answer.payload(Payloads.text("batches/lines-of-every-kind.json")));

        List<BatchItemResult<ChatResponse>> lines =
                model().build().retrieve("batch_k1").results();

        assertThat(lines)
                .extracting(OpenRouterBatchChatModelTest::shown)
                .satisfiesExactly(
                        whole -> assertThat(whole).isEqualTo("{\"name\": \"Ada\"}"),
                        cut -> assertThat(cut).contains("200 The answer is not one complete JSON value"),
                        refused -> assertThat(refused).isEqualTo("400 I cannot help with that."),
                        status -> assertThat(status).isEqualTo("429 Rate limit exceeded"),
                        inside -> assertThat(inside).isEqualTo("502 Provider disconnected"),
                        error -> assertThat(error).isEqualTo("0 The window has ended"),
                        neither -> assertThat(neither).isEqualTo("0 The line has neither an answer nor an error"),
                        empty -> assertThat(empty).isEqualTo("null"),
                        text -> assertThat(text).contains("502 ", "no choices"),
                        missing -> assertThat(missing)
                                .isEqualTo("0 There is no result for request 9; the batch is completed"));
    }

    @Test
    void an_empty_answer_is_refused_if_the_request_says_so() {
        server.when(Match.userSays("nothing")).answer(Answer.text(""));
        OpenRouterBatchChatModel submitter =
                model().emptyAnswer(OpenRouterEmptyAnswer.THROW).build();
        String id = submitter.submit(batch("Say nothing")).batchId();

        OpenRouterBatchResponse<ChatResponse> batch = model().build().awaitResults(id, LONG);

        assertThat(batch.responses()).isEmpty();
        assertThat(batch.errors().get(0).message()).contains("has no text");
    }

    @Test
    void json_that_was_cut_off_is_refused_by_any_process() {
        server.when(Match.userSays("One")).answer(Answer.text("{\"name\": \"Ad").finishReason("length"));
        String id = model().build()
                .submit(new BatchRequest<>(List.of(asJson("One"))))
                .batchId();

        OpenRouterBatchResponse<ChatResponse> batch = model().build().awaitResults(id, LONG);

        assertThat(batch.errors().get(0).message()).contains("not one complete JSON value");
    }

    @Test
    void what_a_request_does_not_want_is_not_asked_of_its_answer_because_the_model_usually_does() {
        server.when(Match.userSays("prose")).answer(Answer.text("Once upon a").finishReason("length"));
        server.when(Match.userSays("nothing")).answer(Answer.text(""));
        server.when(Match.userSays("JSON"))
                .answer(Answer.text("{\"name\": \"Ad").finishReason("length"));
        OpenRouterBatchChatModel model =
                model().responseFormat(ResponseFormat.JSON).build();
        ChatRequest prose = request("Write prose").toBuilder()
                .responseFormat(ResponseFormat.TEXT)
                .build();
        ChatRequest nothing = request("Say nothing").toBuilder()
                .parameters(OpenRouterChatRequestParameters.builder()
                        .emptyAnswer(OpenRouterEmptyAnswer.RETURN)
                        .build())
                .build();
        String id = model.submit(new BatchRequest<>(List.of(prose, nothing, request("Write JSON"))))
                .batchId();

        OpenRouterBatchResponse<ChatResponse> batch = model.awaitResults(id, LONG);

        assertThat(batch.results())
                .extracting(OpenRouterBatchChatModelTest::shown)
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("Once upon a"),
                        text -> assertThat(text).isEqualTo("null"),
                        text -> assertThat(text).contains("not one complete JSON value"));
    }

    @ParameterizedTest
    @CsvSource({"true,, Hm", ", true, Hm", "true, false,", "true, true, Hm", ",,"})
    void thinking_is_returned_if_the_request_wants_it(
            @Nullable Boolean ofModel, @Nullable Boolean ofRequest, @Nullable String thinking) {
        server.when(Match.userSays("Think")).answer(Answer.text("42").thinking("Hm"));
        ChatRequest request = request("Think").toBuilder()
                .parameters(OpenRouterChatRequestParameters.builder()
                        .returnThinking(ofRequest)
                        .build())
                .build();
        OpenRouterBatchChatModel model = model().returnThinking(ofModel).build();
        String id = model.submit(new BatchRequest<>(List.of(request))).batchId();

        ChatResponse answer = model.awaitResults(id, LONG).responses().get(0);

        assertThat(answer.aiMessage().thinking()).isEqualTo(thinking);
    }

    @Test
    void what_the_reading_model_wants_is_not_asked_of_answers_to_requests_that_did_not() {
        server.when(Match.userSays("prose"))
                .answer(Answer.text("Once upon a").thinking("Hm").finishReason("length"));
        server.when(Match.userSays("nothing")).answer(Answer.text(""));
        String id = model().build().submit(batch("Write prose", "Say nothing")).batchId();
        OpenRouterBatchChatModel reader = model().responseFormat(ResponseFormat.JSON)
                .emptyAnswer(OpenRouterEmptyAnswer.THROW)
                .returnThinking(true)
                .build();

        OpenRouterBatchResponse<ChatResponse> batch = reader.awaitResults(id, LONG);

        assertThat(batch.results())
                .extracting(OpenRouterBatchChatModelTest::shown)
                .containsExactly("Once upon a", "null");
        assertThat(batch.responses().get(0).aiMessage().thinking()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "invoice 7"})
    void a_line_whose_name_does_not_tell_is_read_as_the_reading_model_wants(String name) {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":1,"completed":1,"failed":0},"results":[
                 {"custom_id":"%s","response":{"status_code":200,"body":{"choices":[{"finish_reason":"length","message":{"content":"{\\"name"}}]}}}]}""".formatted(name)));

        assertThat(model().responseFormat(ResponseFormat.JSON)
                        .build()
                        .retrieve("batch_1")
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("not one complete JSON value"));
    }

    @Test
    void no_limit_is_told_that_a_line_did_not_have() {
        server.when(Match.userSays("One")).answer(Answer.text("{\"name\": \"Ad").finishReason("length"));
        OpenRouterBatchChatModel model = model().maxOutputTokens(500).build();
        ChatRequest request = asJson("One").toBuilder().maxOutputTokens(20).build();
        String id = model.submit(new BatchRequest<>(List.of(request))).batchId();

        BatchError error = model.awaitResults(id, LONG).errors().get(0);

        assertThat(error.message()).contains("at its token limit.").doesNotContain("500");
    }

    @Test
    void results_are_fetched_page_by_page_while_they_are_read() {
        server.batchPageSize(2);
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("1", "2", "3", "4", "5")).batchId();
        server.batch(id).complete();

        try (Stream<BatchItemResult<ChatResponse>> results = model.results(id)) {
            assertThat(server.requests("/batches/" + id + "/results")).hasSize(1);

            assertThat(results.map(OpenRouterBatchChatModelTest::shown))
                    .containsExactly(
                            "You said: \"1\"",
                            "You said: \"2\"",
                            "You said: \"3\"",
                            "You said: \"4\"",
                            "You said: \"5\"");
        }
        assertThat(server.requests("/batches/" + id + "/results"))
                .extracting(RecordedRequest::query)
                .containsExactly("", "cursor=c2", "cursor=c4");
    }

    @Test
    void a_cursor_may_have_any_characters() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("1")).batchId();
        server.batch(id).complete();
        server.when(Match.path("/batches/" + id + "/results"))
                .answer(Answer.payload("""
                        {"data":[{"custom_id":"000000","error":{"message":"No"}}],"has_more":true,"next_cursor":"YQ==&b+/"}"""), Answer.payload("{\"data\":[],\"has_more\":false}"));

        try (Stream<BatchItemResult<ChatResponse>> results = model.results(id)) {
            assertThat(results).hasSize(1);
        }

        assertThat(server.requests("/batches/" + id + "/results").get(1).query())
                .isEqualTo("cursor=YQ%3D%3D%26b%2B%2F");
    }

    @Test
    void no_page_is_fetched_before_it_is_needed() {
        server.batchPageSize(1);
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("1", "2", "3")).batchId();
        server.batch(id).complete();

        // the stand-in sends the last line first: the first request is on the last page
        model.results(id).findFirst();
        assertThat(server.requests("/batches/" + id + "/results")).hasSize(3);

        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.payload("""
                        {"data":[{"custom_id":"000000","response":null,"error":{"message":"No"}}],"has_more":true,"next_cursor":"c1"}"""));
        model.results(id).findFirst();
        assertThat(server.requests("/batches/" + id + "/results")).hasSize(4);
    }

    @Test
    void a_page_that_leads_to_itself_ends_in_a_failure() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("1", "2")).batchId();
        server.batch(id).complete();
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.payload("""
                        {"data":[],"has_more":true,"next_cursor":"c1"}"""));

        assertThatThrownBy(() -> model.results(id).toList()).hasMessageContaining("is the page itself");
    }

    @Test
    void pages_that_lead_in_a_circle_end() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("1")).batchId();
        server.batch(id).complete();
        String page = """
                {"data":[{"custom_id":"000000","error":{"message":"No"}}],"has_more":true,"next_cursor":"c%d"}""";
        Answer one = Answer.payload(page.formatted(1));
        Answer two = Answer.payload(page.formatted(2));
        server.when(Match.path("/batches/" + id + "/results")).answer(one, two, one, two, one, two, one);

        assertThat(model.results(id).toList()).hasSize(1);
        assertThat(server.requests("/batches/" + id + "/results")).hasSizeLessThan(5);
    }

    @Test
    void a_completed_batch_without_any_result_has_lost_them_all() {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":2,"completed":2,"failed":0}}"""));
        server.when(Match.path("/batches/batch_1/results")).answer(Answer.payload("{\"data\":[]}"));

        assertThat(model().build().retrieve("batch_1").errors())
                .extracting(BatchError::message)
                .containsExactly(
                        "There is no result for request 0; the batch is completed",
                        "There is no result for request 1; the batch is completed");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"data\":[],\"has_more\":true,\"next_cursor\":null}', has no next_cursor",
        "'{\"data\":[],\"has_more\":false,\"error\":{\"message\":\"Storage is down\"}}', Storage is down"
    })
    void a_page_that_is_not_whole_is_a_failure(String page, String words) {
        answering(Answer.payload("{\"id\":\"batch_1\",\"status\":\"completed\"}"));
        server.when(Match.path("/batches/batch_1/results")).answer(Answer.payload(page));

        assertThatThrownBy(() -> model().maxRetries(0).build().retrieve("batch_1"))
                .isInstanceOf(dev.langchain4j.exception.InternalServerException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_list_that_does_not_name_its_last_batch_goes_on_after_it() {
        server.when(Match.path("/batches"))
                .answer(Answer.payload("{\"data\":[{\"id\":\"batch_2\"},{\"id\":\"batch_1\"}],\"has_more\":true}"));

        assertThat(model().build().list(null).nextPageToken()).isEqualTo("batch_1");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"data\":[],\"has_more\":true}', names no last one",
        "'{\"data\":[{\"id\":\"batch_1\"}],\"last_id\":\"batch_1\",\"has_more\":true}', is the page itself"
    })
    void a_list_that_would_never_end_is_a_failure(String page, String words) {
        server.when(Match.path("/batches")).answer(Answer.payload(page));

        assertThatThrownBy(() -> model().maxRetries(0).build().list(new BatchPagination(1, "batch_1")))
                .isInstanceOf(dev.langchain4j.exception.InternalServerException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', The batch has no id",
        "'{\"data\":{\"id\":\"batch_1\"}}', The batch has no id",
        "'null', The response is not a JSON object",
        "'', the body of the 200 response is empty",
        "'{\"id\":', is not exactly one complete JSON value"
    })
    void an_answer_that_is_no_batch_says_what_is_missing(String body, String words) {
        answering(Answer.payload(body));

        assertThatThrownBy(() -> model().maxRetries(0).build().retrieve("batch_1"))
                .isInstanceOf(dev.langchain4j.exception.InternalServerException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_list_with_an_error_is_a_failure() {
        server.when(Match.path("/batches"))
                .answer(Answer.payload("{\"data\":[],\"error\":{\"message\":\"Storage is down\"}}"));

        assertThatThrownBy(() -> model().maxRetries(0).build().list(null)).hasMessageContaining("Storage is down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2", "17,1001", "20260102,20260103", "000001,000002", "20260102-x,invoice 7"})
    void lines_that_another_client_has_numbered_are_all_lines(String names) {
        String[] name = names.split(",");
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":2,"completed":2,"failed":0},"results":[
                 {"custom_id":"%s","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}},
                 {"custom_id":"%s","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"B"}}]}}}]}""".formatted(name[0], name[1])));

        BatchResponse<ChatResponse> batch = model().build().retrieve("batch_1");

        assertThat(texts(batch)).containsExactlyInAnyOrder("A", "B");
        assertThat(batch.errors()).isEmpty();
    }

    @Test
    void a_line_without_a_name_takes_no_other_lines_place() {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":2,"completed":2,"failed":0},"results":[
                 {"custom_id":null,"response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"B"}}]}}},
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}}]}"""));

        assertThat(model().build().retrieve("batch_1").results())
                .extracting(OpenRouterBatchChatModelTest::shown)
                .containsExactly("A", "0 There is no result for request 1; the batch is completed", "B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"response\":{\"status_code\":200,\"body\":BODY,\"error\":\"Too long\"},\"error\":null",
                "\"response\":{\"status_code\":200,\"error\":{\"message\":\"Too long\"},\"body\":BODY}",
                "\"error\":\"Too long\",\"response\":{\"status_code\":200,\"body\":BODY},\"error\":null"
            })
    void an_error_beside_an_answer_is_an_error(String members) {
        String body = "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"A\"}}]}";
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":1,"completed":1,"failed":0},"results":[
                 {"custom_id":"000000",%s}]}""".formatted(members.replace("BODY", body))));

        assertThat(model().build().retrieve("batch_1").errors())
                .extracting(BatchError::message)
                .containsExactly("Too long");
    }

    @Test
    void the_only_line_needs_no_name() {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":1,"completed":1,"failed":0},"results":[
                 {"response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}}]}"""));

        assertThat(model().build().retrieve("batch_1").results())
                .extracting(OpenRouterBatchChatModelTest::shown)
                .containsExactly("A");
    }

    @Test
    void the_first_of_two_lines_for_one_request_counts() {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":2,"completed":2,"failed":0},"results":[
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"B"}}]}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"b"}}]}}},
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}},
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"a"}}]}}}]}"""));

        assertThat(texts(model().build().retrieve("batch_1"))).containsExactly("A", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-1", "1", "000001-x"})
    void a_line_with_a_name_of_another_client_takes_no_other_lines_place(String name) {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":3,"completed":3,"failed":0},"results":[
                 {"custom_id":"%s","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"B"}}]}}},
                 {"custom_id":"000002","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"C"}}]}}},
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}}]}""".formatted(name)));

        assertThat(model().build().retrieve("batch_1").results())
                .extracting(OpenRouterBatchChatModelTest::shown)
                .containsExactly("A", "0 There is no result for request 1; the batch is completed", "C", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "null", "\"2\""})
    void answers_come_in_the_order_of_the_requests_however_lines_are_counted(String total) {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":%s},"results":[
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"B"}}]}}},
                 {"custom_id":"000000","response":{"status_code":"200","body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}}]}""".formatted(total)));

        assertThat(texts(model().build().retrieve("batch_1"))).containsExactly("A", "B");
    }

    @Test
    void a_huge_line_number_does_not_make_lines_that_are_missing() {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","results":[
                 {"custom_id":"999999999","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"A"}}]}}}]}"""));

        assertThat(model().build().retrieve("batch_1").results()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "999999999"})
    void a_huge_number_of_lines_does_not_make_that_many_missing(String name) {
        answering(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":2147483647},"results":[],
                 "usage":{"cost":0.1}}"""));
        server.when(Match.path("/batches/batch_1/results")).answer(Answer.payload("""
                {"data":[{"custom_id":"%s","response":{"status_code":200,"body":{"choices":[\
                {"finish_reason":"stop","message":{"content":"A"}}]}}}]}""".formatted(name)));

        assertThat(model().build().retrieve("batch_1").results())
                .hasSizeLessThanOrEqualTo(BatchSubmission.MAX_LINES)
                .first()
                .extracting(OpenRouterBatchChatModelTest::shown)
                .isEqualTo("A");
    }

    @Test
    void a_running_batch_has_no_results_yet() {
        server.holdBatches();
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();

        assertThat(model.retrieve(id).results()).isEmpty();
        assertThatThrownBy(() -> model.results(id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is validating")
                .hasMessageContaining("awaitResults");
    }

    // States

    @ParameterizedTest
    @CsvSource({
        "validating, PENDING, false",
        "in_progress, RUNNING, false",
        "finalizing, RUNNING, false",
        "cancelling, RUNNING, false",
        "completed, SUCCEEDED, true",
        "failed, FAILED, true",
        "expired, EXPIRED, true",
        "cancelled, CANCELLED, true",
        "canceled, CANCELLED, true",
        "Expired, EXPIRED, true",
        "waiting_for_the_moon, UNSPECIFIED, false"
    })
    void a_state_is_what_openrouter_says(String word, BatchState state, boolean terminal) {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).moveTo(word);

        OpenRouterBatchResponse<ChatResponse> batch = model.retrieve(id);

        assertThat(batch.state()).isEqualTo(state);
        assertThat(batch.state().isTerminal()).isEqualTo(terminal);
        assertThat(batch.status()).isEqualTo(word);
    }

    @Test
    void a_failed_batch_says_why() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).fail("Line 000000: data URLs are not supported");

        OpenRouterBatchResponse<ChatResponse> batch = model.awaitResults(id, LONG);

        assertThat(batch.state()).isEqualTo(BatchState.FAILED);
        assertThat(batch.errorMessage()).isEqualTo("Line 000000: data URLs are not supported");
        assertThat(batch.results()).isEmpty();
        assertThat(batch.toString()).contains("data URLs are not supported");
        assertThatThrownBy(() -> model.results(id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("data URLs are not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"The provider lost a part\"}", "{}", "\"\"", "false", "[]"})
    void a_batch_that_is_completed_with_an_error_has_failed_and_keeps_its_answers(String error) {
        String completed = Payloads.text("batches/completed.json").strip();
        answering(Answer.payload(
                completed.substring(0, completed.lastIndexOf("\"error\"")) + "\"error\":" + error + "}"));

        OpenRouterBatchResponse<ChatResponse> batch = model().build().retrieve("batch_a1");

        assertThat(batch.state()).isEqualTo(BatchState.FAILED);
        assertThat(batch.status()).isEqualTo("completed");
        assertThat(batch.errorMessage()).isNotBlank();
        assertThat(batch.responses())
                .extracting(response -> response.aiMessage().text())
                .containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "completed"})
    void a_failed_batch_without_a_page_of_results_is_a_failed_batch(String status) {
        answering(Answer.payload(Payloads.text("batches/failed.json")
                .replace("\"status\": \"failed\"", "\"status\": \"" + status + '"')));
        server.when(Match.path("/batches/batch_f1/results")).answer(Answer.error(400, "Batch has no results"));
        OpenRouterBatchChatModel model = model().build();

        OpenRouterBatchResponse<ChatResponse> batch = model.retrieve("batch_f1");

        assertThat(batch.state()).isEqualTo(BatchState.FAILED);
        assertThat(batch.errorMessage()).isEqualTo("Line 000001: data URLs are not supported");
        assertThat(batch.results()).isEmpty();
        assertThatThrownBy(() -> model.results("batch_f1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("data URLs are not supported");
    }

    @Test
    void lines_of_an_expired_batch_that_were_not_done_are_failures() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One", "Two", "Three")).batchId();
        server.batch(id).progress(1).expire();

        OpenRouterBatchResponse<ChatResponse> batch = model.awaitResults(id, LONG);

        assertThat(batch.state()).isEqualTo(BatchState.EXPIRED);
        assertThat(batch.responses()).hasSize(1);
        assertThat(batch.errors())
                .extracting(BatchError::message)
                .containsExactly(
                        "There is no result for request 1; the batch is expired",
                        "There is no result for request 2; the batch is expired");
    }

    // Waiting

    @Test
    void waits_less_and_less_often_and_tells_the_progress() {
        server.holdBatches();
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One", "Two")).batchId();
        List<String> seen = new ArrayList<>();

        model.awaitResults(id, LONG, batch -> {
            seen.add(batch.status() + " " + batch.completedCount());
            if (seen.size() == 20) {
                server.batch(id).progress(1);
            } else if (seen.size() == 21) {
                server.batch(id).complete();
            }
        });

        assertThat(seen).hasSize(22).endsWith("in_progress 1", "completed 2");
        assertThat(time.waits())
                .startsWith(Duration.ofMillis(250), Duration.ofMillis(375))
                .endsWith(Duration.ofSeconds(60))
                .isSorted();
    }

    @Test
    void a_wait_that_is_over_says_how_far_the_batch_is() {
        server.holdBatches();
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One", "Two")).batchId();
        server.batch(id).progress(1);

        assertThatThrownBy(() -> model.awaitResults(id, Duration.ofMinutes(5)))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("Batch " + id + " is in_progress, 1 of 2 done after PT5M. It goes on: wait again, or"
                        + " retrieve it later");
        assertThat(time.waits().stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_state_that_nobody_knows_does_not_end_the_wait() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).moveTo("waiting_for_the_moon");

        OpenRouterBatchResponse<ChatResponse> batch =
                model.awaitResults(id, LONG, any -> server.batch(id).complete());

        assertThat(batch.responses()).hasSize(1);
    }

    @Test
    void an_id_leads_to_no_other_operation() {
        assertThatThrownBy(() -> model().build().delete(".."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'..'");
        assertThatThrownBy(() -> model().build().retrieve(".")).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_new_batch_that_is_missing_for_a_moment_is_awaited() {
        server.recordBatchesAfter(3);
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();

        assertThat(model.awaitResults(id, LONG).responses()).hasSize(1);
    }

    @Test
    void a_batch_of_this_connection_is_retrieved_although_it_is_missing_for_a_moment() {
        server.recordBatchesAfter(2);
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();

        assertThat(model.retrieve(id).batchId()).isEqualTo(id);
    }

    @Test
    void a_batch_that_was_deleted_is_not_awaited_like_a_new_one() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).complete();
        model.delete(id);
        int before = server.requests().size();

        assertThatThrownBy(() -> model.retrieve(id)).hasMessageContaining("Batch not found");
        assertThatThrownBy(() -> model.awaitResults(id, LONG)).hasMessageContaining("Batch not found");

        assertThat(server.requests()).hasSize(before + 2);
    }

    @Test
    void a_batch_of_another_connection_that_was_deleted_here_is_not_awaited() {
        String id = model().build().submit(batch("One")).batchId();
        server.batch(id).complete();
        OpenRouterBatchChatModel model = model().build();
        model.delete(id);
        int before = server.requests().size();

        assertThatThrownBy(() -> model.awaitResults(id, LONG)).hasMessageContaining("Batch not found");

        assertThat(server.requests()).hasSize(before + 1);
    }

    @Test
    void a_batch_is_new_for_ten_seconds_and_not_awaited_if_it_is_gone_later() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).complete();
        time.advance(Duration.ofSeconds(10));
        model().build().delete(id); // by another connection
        int before = server.requests().size();

        assertThatThrownBy(() -> model.retrieve(id)).hasMessageContaining("Batch not found");
        assertThatThrownBy(() -> model.results(id)).hasMessageContaining("Batch not found");
        assertThatThrownBy(() -> model.awaitResults(id, LONG)).hasMessageContaining("Batch not found");

        assertThat(server.requests()).hasSize(before + 3);
    }

    @Test
    void a_new_batch_that_one_replica_has_and_another_one_has_not_yet_is_awaited() {
        server.holdBatches();
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id))
                .answer(
                        Answer.unscripted(),
                        Answer.error(404, "Batch not found"),
                        Answer.unscripted(),
                        Answer.error(404, "Batch not found"),
                        Answer.unscripted(),
                        Answer.error(404, "Batch not found"),
                        Answer.unscripted());

        model.retrieve(id);
        assertThat(model.retrieve(id).batchId()).isEqualTo(id);
        assertThat(model.awaitResults(
                                id, LONG, any -> server.batch(id).progress(1).complete())
                        .responses())
                .hasSize(1);
    }

    @Test
    void failures_that_pass_do_not_end_the_wait() {
        OpenRouterBatchChatModel model = model().maxRetries(0).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id))
                .answer(Answer.error(502, "Bad gateway"), Answer.error(503, "Busy"), Answer.unscripted());

        assertThat(model.awaitResults(id, LONG).responses()).hasSize(1);
    }

    @Test
    void the_next_look_waits_as_long_as_a_busy_server_asks_but_not_longer_than_the_caller_does() {
        OpenRouterBatchChatModel model = model().maxRetries(0).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id))
                .answer(
                        Answer.error(429, "Rate limit exceeded").header("Retry-After", "120"),
                        Answer.error(429, "Rate limit exceeded").header("Retry-After", "3600"),
                        Answer.unscripted());

        assertThatThrownBy(() -> model.awaitResults(id, Duration.ofMinutes(10))).isInstanceOf(TimeoutException.class);
        assertThat(time.waits()).containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(8));
    }

    @Test
    void a_wait_without_an_end_outlasts_a_server_that_asks_for_thousands_of_years() {
        OpenRouterBatchChatModel model = model().maxRetries(0).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id))
                .answer(
                        Answer.error(503, "Busy").header("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
                        Answer.unscripted());

        assertThat(model.awaitResults(id, ChronoUnit.FOREVER.getDuration()).responses())
                .hasSize(1);
    }

    @Test
    void a_failure_that_stays_ends_the_wait() {
        OpenRouterBatchChatModel model = model().build();
        server.when(Match.path("/batches/batch_9")).answer(Answer.error(401, "User not found."));

        assertThatThrownBy(() -> model.awaitResults("batch_9", LONG))
                .isInstanceOf(dev.langchain4j.exception.AuthenticationException.class);
    }

    @Test
    void a_listener_that_throws_disturbs_nobody() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();

        assertThat(model.awaitResults(id, LONG, batch -> {
                            throw new IllegalStateException("the user's own");
                        })
                        .responses())
                .hasSize(1);
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays_set() {
        server.holdBatches();
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();

        assertThatThrownBy(() -> model.awaitResults(
                        id, LONG, batch -> Thread.currentThread().interrupt()))
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    // The rest

    @Test
    void nobody_can_cancel() {
        assertThatThrownBy(() -> model().build().cancel("batch_1"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("OpenRouter cannot cancel a batch")
                .hasMessageContaining("delete(id)");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_deleted_batch_is_gone_and_its_deletion_says_where() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).complete();

        assertThat(model.delete(id)).isEqualTo(new OpenRouterBatchDeletion(id, "deleted", "OpenAI", "deleted"));

        assertThat(server.batches()).isEmpty();
        assertThatThrownBy(() -> model().build().retrieve(id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Batch not found")
                .hasMessageContaining("deleted");
    }

    @Test
    void a_deletion_that_is_answered_with_nothing_is_a_deletion() {
        server.when(Match.path("/batches/batch_1")).answer(Answer.raw(204, "", ""));

        assertThat(model().build().delete("batch_1").openRouter()).isEqualTo("deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":\"error\"}", "{\"deletion\":true}"})
    void an_answer_without_a_deletion_is_a_failure(String answer) {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload(answer));

        assertThatThrownBy(() -> model().maxRetries(0).build().delete("batch_1"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response has no deletion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"batch_1\"}", "{\"deletion\":{}}"})
    void a_deletion_or_the_id_of_the_batch_is_enough(String answer) {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload(answer));

        assertThat(model().build().delete("batch_1"))
                .isEqualTo(new OpenRouterBatchDeletion("batch_1", null, null, null));
    }

    @Test
    void another_batch_is_not_the_one_that_was_asked_for() {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                        {"id":"batch_2","object":"batch","status":"completed","endpoint":"/v1/chat/completions",
                         "deletion":{"openrouter":"deleted"}}"""));
        OpenRouterBatchChatModel model = model().build();

        assertThatThrownBy(() -> model.retrieve("batch_1"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response is batch batch_2, not batch_1");
        assertThatThrownBy(() -> model.delete("batch_1"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response is batch batch_2, not batch_1");
    }

    @Test
    void a_running_batch_cannot_be_deleted() {
        server.holdBatches();
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();

        assertThatThrownBy(() -> model.delete(id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("409: Batch is still validating (only a batch that is over can be deleted");
    }

    @Test
    void a_batch_that_is_unknown_after_a_refused_attempt_was_not_deleted_by_it() {
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.error(429, "Slow down").retryAfter(1), Answer.error(404, "Batch not found"));

        assertThatThrownBy(() -> model().build().delete("batch_1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Batch not found");
        assertThat(server.requests("/batches/batch_1")).hasSize(2);
    }

    @Test
    void a_deletion_whose_answer_is_lost_is_a_deletion() {
        OpenRouterBatchChatModel model = model().build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).complete();
        server.when(Match.path("/batches/" + id))
                .answer(
                        Answer.lost(Answer.unscripted()),
                        Answer.error(429, "Slow down").retryAfter(1),
                        Answer.unscripted());

        assertThat(model.delete(id).openRouter()).isEqualTo("deleted");
        assertThat(server.batches()).isEmpty();
    }

    @Test
    void lists_chat_batches_alone_and_tells_the_next_page() {
        server.when(Match.path("/batches")).answer(Answer.payload(Payloads.text("batches/workspace.json")));

        BatchPage<ChatResponse> page = model().build().list(new BatchPagination(3, "batch_4&5"));

        assertThat(page.batches()).singleElement().satisfies(batch -> {
            assertThat(batch.batchId()).isEqualTo("batch_2");
            assertThat(batch.state()).isEqualTo(BatchState.UNSPECIFIED);
        });
        assertThat(page.nextPageToken()).isEqualTo("batch_1");
        assertThat(server.requests("/batches").get(0).query()).isEqualTo("limit=3&after=batch_4%265");
    }

    @Test
    void walks_through_all_batches() {
        OpenRouterBatchChatModel model = model().build();
        IntStream.range(0, 5).forEach(i -> model.submit(batch("Say " + i)));
        List<String> ids = new ArrayList<>();

        String token = null;
        do {
            BatchPage<ChatResponse> page = model.list(new BatchPagination(2, token));
            page.batches().stream().map(BatchResponse::batchId).forEach(ids::add);
            token = page.nextPageToken();
        } while (token != null);

        assertThat(ids).containsExactly("batch_0005", "batch_0004", "batch_0003", "batch_0002", "batch_0001");
        assertThat(model.list(null).batches()).hasSize(5);
    }

    @Test
    void a_page_has_at_most_100_batches() {
        assertThatThrownBy(() -> model().build().list(new BatchPagination(101, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pageSize must be between 1 and 100");
    }

    @Test
    void a_batch_of_another_endpoint_is_not_read_as_chat() {
        answering(Answer.payload("""
                {"id":"batch_e1","endpoint":"/v1/embeddings","status":"completed"}"""));

        assertThatThrownBy(() -> model().build().retrieve("batch_e1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is a batch for /v1/embeddings");
    }

    @Test
    void an_error_with_status_200_is_an_error() {
        answering(Answer.payload("""
                {"error":{"code":429,"message":"Slow down"}}"""));

        assertThatThrownBy(() -> model().maxRetries(0).build().retrieve("batch_1"))
                .isInstanceOf(dev.langchain4j.exception.RateLimitException.class)
                .hasMessageContaining("Slow down");
    }

    @Test
    void an_error_with_an_id_is_no_batch() {
        answering(Answer.payload("{\"id\":\"req_7\",\"error\":{\"code\":429,\"message\":\"Slow down\"}}"));

        assertThatThrownBy(() -> model().maxRetries(0).build().retrieve("batch_1"))
                .isInstanceOf(dev.langchain4j.exception.RateLimitException.class);
    }

    @Test
    void an_unknown_alias_is_told_with_the_closest_names() {
        assertThatThrownBy(() -> model().modelName(null)
                        .build()
                        .submit(new BatchRequest<>(List.of(request("One").toBuilder()
                                .modelName("gpt-4o-mimi")
                                .build()))))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("gpt-4o-mini");
    }

    @Test
    void a_secret_that_an_upstream_repeats_is_removed_from_every_failure() {
        String secret = server.apiKey();
        answering(Answer.payload("""
                {"id":"batch_s1","endpoint":"/v1/chat/completions","status":"completed","results":[
                 {"custom_id":"000000","response":null,"error":{"message":"Bad key KEY","code":401,"raw":"KEY"}},
                 {"custom_id":"000001","error":null,"response":{"status_code":401,"body":{"error":{"message":"Bad key KEY"}}}},
                 {"custom_id":"000002","error":null,"response":{"status_code":200,"body":{"error":{"message":"Bad key KEY"}}}}]}""".replace("KEY", secret)));

        OpenRouterBatchResponse<ChatResponse> batch = model().build().retrieve("batch_s1");

        assertThat(batch.errors())
                .hasSize(3)
                .allSatisfy(error ->
                        assertThat(error.toString()).contains("Bad key").doesNotContain(secret));
    }

    private static @Nullable String shown(BatchItemResult<ChatResponse> item) {
        return item.isSuccess()
                ? String.valueOf(item.response().aiMessage().text())
                : item.error().code() + " " + item.error().message();
    }

    private static List<String> texts(BatchResponse<ChatResponse> batch) {
        return batch.responses().stream()
                .map(answer -> answer.aiMessage().text())
                .toList();
    }

    /** Any batch. */
    private void answering(Answer answer) {
        for (String id : List.of("batch_a1", "batch_k1", "batch_f1", "batch_e1", "batch_s1", "batch_1")) {
            server.when(Match.path("/batches/" + id)).answer(answer);
        }
    }

    private OpenRouterBatchChatModel.Builder model() {
        return OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .time(time)
                .modelName(MODEL);
    }

    private static BatchRequest<ChatRequest> batch(String... questions) {
        return new BatchRequest<>(Arrays.stream(questions)
                .map(OpenRouterBatchChatModelTest::request)
                .toList());
    }

    private static ChatRequest request(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question)).build();
    }

    private static ChatRequest asJson(String question) {
        return request(question).toBuilder()
                .responseFormat(ResponseFormat.builder()
                        .type(dev.langchain4j.model.chat.request.ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("person")
                                .rootElement(JsonObjectSchema.builder()
                                        .addStringProperty("name")
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private RecordedRequest submission() {
        return server.requests("/batches").get(0);
    }
}
