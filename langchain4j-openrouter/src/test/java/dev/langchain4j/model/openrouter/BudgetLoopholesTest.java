package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.internal.api.ModelList;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways around a budget: numbers that would refill it, fields without a price, clocks that go back, owners that are
 * built again.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class BudgetLoopholesTest {

    private static final String QUESTION = "How much is the fish?";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final FakeTime time = new FakeTime();

    BudgetLoopholesTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .time(time)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    // Numbers

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cost\":\"NaN\"",
                "\"cost\":\"Infinity\"",
                "\"cost\":null",
                "\"cost\":-1e-9",
                "\"cost\":1e40",
                "\"cost\":\"1000001\"",
                "\"cost\":-0.5,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":9}",
                "\"cost\":{}"
            })
    void a_cost_that_is_no_price_leaves_the_reservation(String cost) {
        String usage = "{\"prompt_tokens\":9,\"completion_tokens\":9," + cost + "}";
        for (boolean streamed : new boolean[] {false, true}) {
            OpenRouterBudget budget = budget().settleUnknown(false).build();
            server.answer(Answer.text("4").usage(usage));

            ask(budget, streamed);

            assertThat(budget.spent()).isZero();
            assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
            assertThat(budget.reserved()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999"})
    void a_cost_beyond_every_price_leaves_the_reservation(String cost) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.answer(Answer.raw(200, "application/json", """
                {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"4"}}],
                 "usage":{"prompt_tokens":9,"completion_tokens":9,"cost":%s}}""".formatted(cost)));

        ask(budget, false);

        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
    }

    @Test
    void a_slug_that_a_free_variant_has_too_is_not_free() {
        server.when(Match.path("/models")).answer(Answer.payload("""
                {"data":[{"id":"a/one:free","canonical_slug":"a/one-2026","pricing":{"prompt":"0","completion":"0"}},
                         {"id":"a/one","canonical_slug":"a/one-2026","pricing":{"prompt":"0.1","completion":"0.1"}}]}"""));

        BigDecimal reserved = openRouter
                .chatModel()
                .modelName("a/one-2026")
                .maxOutputTokens(10)
                .budget(budget().build())
                .build()
                .dryRun(ChatRequest.builder()
                        .messages(UserMessage.from(QUESTION))
                        .build())
                .amount();

        assertThat(reserved).isGreaterThan(BigDecimal.ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9", "\"NaN\"", "null", "1e40"})
    void an_own_keys_cost_that_is_no_price_takes_nothing_off(String upstream) {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.text("4").usage("""
                {"prompt_tokens":9,"completion_tokens":9,"cost":0.01,"is_byok":true,
                 "cost_details":{"upstream_inference_cost":%s}}""".formatted(upstream)));

        ask(budget, false);

        assertThat(budget.spent()).isEqualByComparingTo("0.01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9", "\"NaN\"", "1e40"})
    void a_failed_answer_whose_own_keys_cost_is_no_price_is_not_asked_again(String upstream) {
        for (EveryCall call : List.of(EveryCall.CHAT, EveryCall.STREAM, EveryCall.EMBEDDINGS, EveryCall.RERANK)) {
            server.when(Match.path(call.path())).answer(Answer.raw(200, "application/json", """
                    {"error":{"code":502,"message":"died"},"usage":{"prompt_tokens":9,"completion_tokens":9,
                     "cost":0,"is_byok":true,"cost_details":{"upstream_inference_cost":%s}}}""".formatted(upstream)));
            int before = server.requests(call.path()).size();

            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(LangChain4jException.class);

            assertThat(server.requests(call.path())).as(call.name()).hasSize(before + 1);
        }
    }

    @Test
    void a_negative_cost_of_a_failed_answer_is_warned_of() {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.answer(Answer.raw(200, "application/json", """
                {"id":"gen-1","error":{"code":502,"message":"died"},"choices":[{"message":{"content":"4"}}],
                 "usage":{"prompt_tokens":9,"completion_tokens":9,"cost":-5}}"""));

        try (LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN)) {
            assertThatThrownBy(() -> ask(budget, false)).isInstanceOf(LangChain4jException.class);

            assertThat(log.events())
                    .filteredOn(event -> event.getLevel() == Level.WARN)
                    .singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage()).contains("$-5", "gen-1"));
        }
        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"search_units\":1", "\"completion_tokens\":2"})
    void a_failure_that_reports_work_but_no_cost_leaves_the_reservation_and_is_not_asked_again(String usage) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.when(Match.path("/rerank")).answer(Answer.raw(200, "application/json", """
                {"error":{"code":502,"message":"died"},"usage":{%s}}""".formatted(usage)));

        catchThrowable(() -> openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .budget(budget)
                .build()
                .scoreAll(List.of(TextSegment.from("one")), QUESTION));

        assertThat(server.requests("/rerank")).hasSize(1);
        assertThat(budget.unsettled()).isPositive();
        assertThat(budget.spent()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embeddings", "rerank"})
    void a_negative_cost_refills_nothing_at_other_endpoints(String endpoint) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        String usage = "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1,\"search_units\":1,\"cost\":-5}";
        if (endpoint.equals("embeddings")) {
            server.answer(Answer.raw(
                    200, "application/json", "{\"data\":[{\"index\":0,\"embedding\":[0.5,0.5]}]," + usage + "}"));
            catchThrowable(() -> openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .budget(budget)
                    .build()
                    .embed("one"));
        } else {
            server.answer(Answer.raw(
                    200, "application/json", "{\"results\":[{\"index\":0,\"relevance_score\":0.5}]," + usage + "}"));
            catchThrowable(() -> openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .budget(budget)
                    .build()
                    .scoreAll(List.of(TextSegment.from("one")), "q"));
        }

        assertThat(server.requests("/" + endpoint)).hasSize(1);
        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isPositive();
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "\"0\"", "null"})
    void a_length_that_no_model_has_makes_no_call_free(String length) throws IOException {
        OpenRouterModelInfo model =
                OpenRouterModelInfo.from(ModelList.of("""
                {"data":[{"id":"a/b","context_length":%1$s,"top_provider":{"max_completion_tokens":%1$s},
                 "pricing":{"prompt":"1","completion":"1"}}]}""".formatted(length).getBytes(StandardCharsets.UTF_8))
                        .models()
                        .get(0));
        CostPrices prices = new CostPrices("a/b", model, Map.of(), name -> null, false);

        assertThat(prices.promptTokens(new PromptSize(10, 0, true), 10)).isEqualTo(10);
        assertThatThrownBy(() -> prices.outputTokens(null)).hasMessageContaining("maxOutputTokens");
    }

    // Fields

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 50, 4_611_686_018_427_387_904L})
    void a_number_of_answers_beyond_every_price_is_no_refund(long answers) {
        OpenRouterBudget budget = budget().build();

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .maxOutputTokens(100)
                        .customParameters(Map.of("best_of", answers))
                        .budget(budget)
                        .build()
                        .chat(QUESTION))
                .isInstanceOf(LangChain4jException.class);

        assertThat(server.requests("/chat/completions")).isEmpty();
        assertThat(budget.reserved()).isZero();
    }

    static Stream<Map<String, Object>> fields() {
        return Stream.of(
                Map.of("n", 3),
                Map.of("best_of", "3"),
                Map.of("best_of", 2.5),
                Map.of("best_of", -1),
                Map.of("models", List.of("openai/gpt-4o-mini")),
                Map.of("models", "openai/gpt-4o-mini"),
                Map.of("model", "openai/gpt-4o-mini"),
                Map.of("provider", Map.of("max_price", Map.of("prompt", "-1", "completion", "-1"))),
                Map.of("provider", Map.of("max_price", Map.of("prompt", "cheap"))),
                Map.of("max_completion_tokens", 100_000),
                Map.of("max_tokens", 100_000));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void a_field_that_changes_the_price_is_refused_or_reserved(Map<String, Object> custom) {
        OpenRouterBudget budget = budget().build();

        assertThatThrownBy(() -> {
                    openRouter
                            .chatModel()
                            .maxOutputTokens(100)
                            .customParameters(custom)
                            .budget(budget)
                            .build()
                            .chat(QUESTION);
                })
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(InvalidRequestException.class),
                        failure -> assertThat(failure).isInstanceOf(IllegalArgumentException.class));
        assertThat(server.requests("/chat/completions")).isEmpty();
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void the_words_of_a_prediction_are_reserved_because_wrong_ones_are_billed_as_output(int answers) {
        OpenRouterChatModel.Builder model =
                openRouter.chatModel().maxOutputTokens(10).customParameters(Map.of("best_of", answers));
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from(QUESTION)).build();

        OpenRouterBudget.DryRun.Price plain =
                model.build().dryRun(request).prices().get(0);
        OpenRouterBudget.DryRun.Price predicted = model.prediction("x".repeat(500))
                .build()
                .dryRun(request)
                .prices()
                .get(0);

        assertThat(predicted.outputTokens() - plain.outputTokens()).isBetween(answers * 500L, answers * 510L);
    }

    @Test
    void images_that_a_decision_refers_to_are_reserved() {
        OpenRouterDecisionModel.Builder model = openRouter.decisionModel().modelName("typesafe/jev-1.13");
        DecisionRequest request = DecisionRequest.builder()
                .input("The app shows error 500 since noon")
                .question("urgent", YesNoQuestion.from("Is it urgent?"))
                .build();
        Map<String, Object> image = Map.of("format", "png", "data_base64", "AAAA");
        Map<String, Object> assets = Map.of("assets", Map.of("before", image, "after", image));

        OpenRouterBudget.DryRun.Price plain =
                model.build().dryRun(request).prices().get(0);
        OpenRouterBudget.DryRun.Price withImages =
                model.customParameters(assets).build().dryRun(request).prices().get(0);

        assertThat(withImages.inputTokens() - plain.inputTokens()).isEqualTo(2 * 4096);
    }

    @Test
    void texts_that_a_decision_may_read_are_reserved() {
        OpenRouterDecisionModel.Builder model = openRouter.decisionModel().modelName("typesafe/jev-1.13");
        DecisionRequest request = DecisionRequest.builder()
                .input("The app shows error 500 since noon")
                .question("urgent", YesNoQuestion.from("Is it urgent?"))
                .build();

        OpenRouterBudget.DryRun.Price plain =
                model.build().dryRun(request).prices().get(0);
        OpenRouterBudget.DryRun.Price forRecords = model.trace(Map.of("trace_name", "x".repeat(500)))
                .user("y".repeat(50))
                .sessionId("z".repeat(50))
                .build()
                .dryRun(request)
                .prices()
                .get(0);
        OpenRouterBudget.DryRun.Price withText = model.customParameters(Map.of("policy", "p".repeat(500)))
                .build()
                .dryRun(request)
                .prices()
                .get(0);

        assertThat(forRecords).isEqualTo(plain);
        assertThat(withText.inputTokens() - plain.inputTokens()).isEqualTo(500);
    }

    @Test
    void texts_in_custom_parameters_of_a_chat_are_reserved() {
        OpenRouterChatModel.Builder model = openRouter.chatModel().modelName("openai/gpt-4o");
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("Hi")).build();

        OpenRouterBudget.DryRun.Price plain =
                model.build().dryRun(request).prices().get(0);
        OpenRouterBudget.DryRun.Price forRecords = model.user("y".repeat(50))
                .metadata(Map.of("tenant", "z".repeat(50)))
                .build()
                .dryRun(request)
                .prices()
                .get(0);
        OpenRouterBudget.DryRun.Price withText = model.customParameters(
                        Map.of("chat_template_kwargs", Map.of("persona", "p".repeat(500))))
                .build()
                .dryRun(request)
                .prices()
                .get(0);

        assertThat(forRecords).isEqualTo(plain);
        assertThat(withText.inputTokens() - plain.inputTokens()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"num_images", "n", "numberOfImages", "max_images"})
    void an_option_of_a_provider_for_more_images_is_refused_unless_their_cost_is_limited(String name) {
        OpenRouterBudget budget = budget().build();
        OpenRouterImageModel.Builder model = openRouter
                .imageModel()
                .modelName("bytedance-seed/seedream-4.5")
                .providerOptions(Map.of("fal", Map.of("sequence", Map.of(name, 4))))
                .budget(budget);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> model.build().generate("A fish"))
                .withMessageContaining("'" + name + "' in providerOptions or customParameters")
                .withMessageContaining("set maxCost");
        assertThat(server.requests("/images")).isEmpty();

        model.maxCost(BigDecimal.ONE).build().generate("A fish");
        model.maxCost(null)
                .providerOptions(Map.of("fal", Map.of(name, 1)))
                .trace(Map.of(name, 4))
                .build()
                .generate("A fish");
        assertThat(server.requests("/images")).hasSize(2);
    }

    static Stream<UnaryOperator<OpenRouterSpeechModel.Builder>> longTextsForAVoice() {
        String text = "Be cheerful. ".repeat(10);
        Audio sample = Audio.builder().base64Data("AAAA").mimeType("audio/mpeg").build();
        return Stream.of(
                builder -> builder.providerOptions(Map.of("mistral", Map.of("instructions", text))),
                builder -> builder.voiceSample(sample).voiceSampleTranscript(text));
    }

    @ParameterizedTest
    @MethodSource("longTextsForAVoice")
    void long_texts_for_a_voice_are_reserved(UnaryOperator<OpenRouterSpeechModel.Builder> texts) {
        OpenRouterBudget budget = budget().limit(new BigDecimal("0.001")).build();
        OpenRouterSpeechModel model = texts.apply(openRouter.speechModel().modelName("mistralai/voxtral-mini-tts-2603"))
                .budget(budget)
                .build();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> model.synthesize("Hi"));

        assertThat(server.requests("/audio/speech")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void no_limit_below_one_makes_a_call_cheaper(int limit) {
        OpenRouterBudget budget = budget().build();

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .maxOutputTokens(limit)
                        .budget(budget)
                        .build()
                        .chat(QUESTION))
                .isInstanceOfAny(IllegalArgumentException.class, InvalidRequestException.class);
        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .budget(budget)
                        .build()
                        .chat(ChatRequest.builder()
                                .messages(UserMessage.from(QUESTION))
                                .maxOutputTokens(limit)
                                .build()))
                .isInstanceOfAny(IllegalArgumentException.class, InvalidRequestException.class);
        assertThatThrownBy(() -> openRouter
                        .imageModel()
                        .modelName("bytedance-seed/seedream-4.5")
                        .budget(budget)
                        .build()
                        .generate("A fish", limit))
                .isInstanceOfAny(IllegalArgumentException.class, InvalidRequestException.class);
        assertThat(server.ledger().charges()).isEmpty();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void no_negative_price_or_cost_can_be_set() {
        BigDecimal negative = new BigDecimal("-1");

        assertThatThrownBy(() -> OpenRouterProviderPreferences.builder()
                        .maxPromptPrice(negative)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OpenRouterProviderPreferences.builder()
                        .maxCompletionPrice(negative)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> openRouter
                        .imageModel()
                        .modelName("bytedance-seed/seedream-4.5")
                        .maxCost(negative)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_request_is_priced_by_its_own_custom_parameters_too() {
        OpenRouterBudget budget = budget().build();

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .maxOutputTokens(100)
                        .budget(budget)
                        .build()
                        .chat(ChatRequest.builder()
                                .messages(UserMessage.from(QUESTION))
                                .parameters(OpenRouterChatRequestParameters.builder()
                                        .customParameters(Map.of("best_of", Integer.MAX_VALUE))
                                        .build())
                                .build()))
                .isInstanceOf(OpenRouterBudgetExceededException.class);
    }

    // Retries

    @Test
    void a_negative_cost_of_a_refused_attempt_takes_nothing_off_the_record() {
        List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.answer(
                Answer.raw(
                        429,
                        "application/json",
                        "{\"error\":{\"code\":429,\"message\":\"slow\"},\"usage\":{\"prompt_tokens\":1,\"cost\":-5}}"),
                Answer.text("4").usage(9, 9, "0.001"));

        openRouter
                .chatModel()
                .maxOutputTokens(100)
                .budget(budget)
                .costListener(new OpenRouterCostListener(records::add))
                .build()
                .chat(QUESTION);

        assertThat(budget.spent()).isEqualByComparingTo("0.001");
        assertThat(records).allSatisfy(record -> assertThat(record.cost()).isEqualByComparingTo("0.001"));
    }

    // Clocks

    static Stream<UnaryOperator<OpenRouterBudget.Builder>> periods() {
        return Stream.of(
                builder -> builder.perHour(BigDecimal.ONE),
                builder -> builder.perMonth(BigDecimal.ONE),
                builder -> builder.per(Duration.ofHours(6), BigDecimal.ONE));
    }

    @ParameterizedTest
    @MethodSource("periods")
    void no_period_begins_again_when_the_clock_steps_back(UnaryOperator<OpenRouterBudget.Builder> limiting) {
        OpenRouterBudget budget =
                limiting.apply(OpenRouterBudget.builder()).time(time).build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "1"));
        ask(budget, false);
        time.advance(Duration.ofDays(30));
        ask(budget, false);

        for (int step = 0; step < 4; step++) {
            time.advance(Duration.ofDays(step % 2 == 0 ? -30 : 30));
            assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> ask(budget, false));
        }
        assertThat(server.ledger().cost()).isEqualByComparingTo("2");
    }

    @Test
    void a_period_may_be_as_long_as_a_duration_can_be() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .per(ChronoUnit.FOREVER.getDuration(), new BigDecimal("1.5"))
                .time(time)
                .build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "1.5"));
        ask(budget, false);
        time.advance(Duration.ofDays(30_000));

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> ask(budget, false));
    }

    // Owners

    @Test
    void a_tag_that_ends_while_its_call_is_unsettled_still_holds_its_limit() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perTag("tenant", worstCase().multiply(new BigDecimal("1.5")))
                .settleUnknown(false)
                .build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.0001")));
        catchThrowable(() -> ask(budget, tagged()));

        budget.endTag("tenant", "acme");

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> ask(budget, tagged()));
        assertThat(budget.settle()).isZero();
        assertThat(budget.spentByTag("tenant", "acme")).isZero();
        assertThat(budget.spent()).isEqualByComparingTo("0.0001");
        ask(budget, tagged());
    }

    @ParameterizedTest
    @EnumSource(OpenRouterBudget.Unknown.class)
    void a_late_cost_does_not_bring_back_an_owner_that_has_ended(OpenRouterBudget.Unknown counts) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perTag("tenant", BigDecimal.ONE)
                .unknownCounts(counts)
                .settleUnknown(false)
                .build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.9999")));
        catchThrowable(() -> ask(budget, tagged()));

        budget.endTag("tenant", "acme");
        budget.settle();

        assertThat(budget.spentByTag("tenant", "acme")).isZero();
        assertThat(budget.spent()).isEqualByComparingTo("0.9999");
        ask(budget, tagged());
    }

    private void ask(OpenRouterBudget budget, boolean streamed) {
        if (streamed) {
            HandlerRecorder handler = new HandlerRecorder();
            openRouter
                    .streamingChatModel()
                    .maxOutputTokens(100)
                    .budget(budget)
                    .build()
                    .chat(QUESTION, handler);
            handler.response();
        } else {
            ask(budget, request(Map.of()));
        }
    }

    private void ask(OpenRouterBudget budget, ChatRequest request) {
        openRouter.chatModel().maxOutputTokens(100).budget(budget).build().chat(request);
    }

    private BigDecimal worstCase() {
        return openRouter
                .chatModel()
                .maxOutputTokens(100)
                .budget(budget().build())
                .build()
                .dryRun(request(Map.of()))
                .amount();
    }

    private static ChatRequest tagged() {
        return request(Map.of("tenant", "acme"));
    }

    private static ChatRequest request(Map<String, String> metadata) {
        return ChatRequest.builder()
                .messages(UserMessage.from(QUESTION))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .metadata(metadata)
                        .build())
                .build();
    }

    private static OpenRouterBudget.Builder budget() {
        return OpenRouterBudget.builder().limit(new BigDecimal("1000"));
    }
}
