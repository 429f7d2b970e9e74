package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterBudgetTest {

    private static final String MODEL = "openai/gpt-4o";
    private static final String QUESTION = "How much is the fish?";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final FakeTime time = new FakeTime();

    OpenRouterBudgetTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                arguments(named("in total", (BiConsumer<OpenRouterBudget.Builder, BigDecimal>)
                        OpenRouterBudget.Builder::limit)),
                arguments(named(
                        "a day", (BiConsumer<OpenRouterBudget.Builder, BigDecimal>) OpenRouterBudget.Builder::perDay)),
                arguments(named("a session", (BiConsumer<OpenRouterBudget.Builder, BigDecimal>)
                        OpenRouterBudget.Builder::perSession)),
                arguments(named("a tag", (BiConsumer<OpenRouterBudget.Builder, BigDecimal>)
                        (builder, usd) -> builder.perTag("tenant", usd))));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void sixty_four_threads_never_overspend_though_every_call_costs_the_most_that_it_can(
            BiConsumer<OpenRouterBudget.Builder, BigDecimal> limiting) throws Exception {
        BigDecimal worstCase = worstCase(QUESTION);
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, worstCase.toPlainString()));
        BigDecimal limit = worstCase.multiply(BigDecimal.valueOf(40));
        OpenRouterBudget.Builder builder = OpenRouterBudget.builder();
        limiting.accept(builder, limit);
        OpenRouterBudget budget = builder.build();
        ChatModel plain = plain(budget);
        StreamingChatModel streaming = streaming(budget);

        List<Boolean> answered = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(() -> isAnswered(plain));
                calls.add(() -> isAnswered(streaming));
            }
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                answered.add(call.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(server.ledger().cost()).isEqualByComparingTo(limit);
        assertThat(answered).filteredOn(Boolean::booleanValue).hasSize(40);
        assertThat(budget.spent()).isEqualByComparingTo(limit);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void the_worst_case_is_every_byte_of_the_prompt_and_the_longest_answer() {
        BigDecimal hundredTokens = worstCase("x");
        BigDecimal hundredBytesMore = worstCase("x".repeat(101));

        OpenRouterPricing prices =
                openRouter.modelCatalog().find(MODEL).orElseThrow().pricing();
        assertThat(hundredBytesMore.subtract(hundredTokens))
                .isEqualByComparingTo(prices.prompt().multiply(BigDecimal.valueOf(100)));
        assertThat(hundredTokens).isGreaterThan(prices.completion().multiply(BigDecimal.valueOf(100)));
    }

    @Test
    void a_call_is_charged_what_it_cost_and_the_rest_is_free_again() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();

        plain(budget).chat(QUESTION);
        stream(budget).awaitAnswer();

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost()).isPositive();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void what_does_not_fit_is_not_sent_and_the_exception_has_the_figures() {
        OpenRouterBudget budget = tiny();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> plain(budget).chat(QUESTION))
                .withMessageContaining("OpenRouterBudget.Builder.limit")
                .withMessageContaining("maxOutputTokens")
                .withMessageContaining("in total: limit $0.000001, spent $0, reserved $0")
                .satisfies(refused -> {
                    assertThat(refused.limit()).isEqualTo("0.000001");
                    assertThat(refused.worstCase()).isEqualByComparingTo(worstCase(QUESTION));
                });
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void a_refusal_is_found_beneath_what_has_been_wrapped_around_it() {
        Throwable refusal = catchThrowable(() -> plain(tiny()).chat(QUESTION));

        assertThat(OpenRouterBudgetExceededException.in(new RuntimeException("agent", new RuntimeException(refusal))))
                .containsSame((OpenRouterBudgetExceededException) refusal);
        assertThat(OpenRouterBudgetExceededException.in(new RuntimeException())).isEmpty();
    }

    @Test
    void a_stream_is_refused_through_its_handler_so_that_listeners_hear_of_it() {
        assertThat(stream(tiny()).awaitError()).isInstanceOf(OpenRouterBudgetExceededException.class);
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void a_failure_gives_its_reservation_back() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        server.answer(Answer.error(429, "busy"), Answer.error(429, "busy"));

        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> plain(budget).chat(QUESTION));
        stream(budget).awaitError();

        assertThat(budget.spent()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void a_failure_that_was_charged_counts() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        Answer charged = Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.01");
        server.answer(charged, charged);

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> plain(budget).chat(QUESTION));
        stream(budget).awaitError();

        assertThat(budget.spent()).isEqualByComparingTo("0.02");
    }

    @Test
    void embeddings_and_reranking_are_charged_what_they_cost() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();

        embedding(budget).embedAll(segments("one", "two", "three"));
        reranking(budget).scoreAll(segments("one", "two", "three"), "three");

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost()).isPositive();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void embeddings_of_the_response_cache_cost_nothing() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        List<String> cacheStatus = new ArrayList<>();
        server.when(Match.path("/embeddings"))
                .answer(Answer.payload("{\"data\":[{\"embedding\":[1.0]}]}")
                        .header("X-OpenRouter-Cache-Status", "HIT"));

        openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .customHeaders(Map.of("X-OpenRouter-Cache", "true"))
                .budget(budget)
                .costListener(new OpenRouterCostListener(call -> cacheStatus.add(call.cacheStatus())))
                .build()
                .embed("one");

        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isZero();
        assertThat(cacheStatus).containsExactly("HIT");
    }

    @Test
    void embeddings_that_do_not_fit_are_not_sent_not_even_the_first_batch() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new BigDecimal("0.0000002")) // ten tokens
                .build();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> embedding(budget).embedAll(segments("one", "two", "three")))
                .satisfies(refused -> assertThat(refused.worstCase()).isEqualByComparingTo("0.00000022"));

        assertThat(server.requests("/embeddings")).isEmpty();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void a_failed_batch_gives_back_its_own_reservation_and_that_of_the_batches_not_sent() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("bad")))
                .answer(Answer.error(400, "Input too long"));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> embedding(budget).embedAll(segments("one", "bad", "never")));

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost()).isPositive();
        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
    }

    @Test
    void reranking_that_does_not_fit_is_not_sent() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.003")).build();
        OpenRouterScoringModel model = reranking(budget);

        model.scoreAll(segments("one", "two"), "three");
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.scoreAll(segments("one", "two"), "three"))
                .satisfies(refused -> assertThat(refused.worstCase()).isEqualByComparingTo("0.002"));

        assertThat(server.requests("/rerank")).hasSize(1);
    }

    @Test
    void long_documents_can_take_several_search_units() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.001")).build();
        String long1 = "x".repeat(40_000);

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> reranking(budget).scoreAll(segments(long1, long1 + "y"), "three"))
                .satisfies(refused -> assertThat(refused.worstCase()).isEqualByComparingTo("0.004"));
    }

    @Test
    void a_budget_of_a_connection_holds_for_all_its_models() {
        OpenRouterBudget budget = tiny();
        try (OpenRouter limited = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .budget(budget)
                .build()) {
            assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> limited.chat(QUESTION));
            assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                    .isThrownBy(() -> limited.llmScoringModel().build().scoreAll(segments("one", "two"), "three"));
        }
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void a_day_ends_at_midnight_utc() {
        BigDecimal worstCase = worstCase(QUESTION);
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perDay(worstCase).time(time).build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, worstCase.toPlainString()));
        ChatModel model = plain(budget);
        model.chat(QUESTION);

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.chat(QUESTION))
                .withMessageContaining("for 2026-01-02");
        time.advance(Duration.ofHours(21));
        model.chat(QUESTION);

        assertThat(budget.spentToday()).isEqualByComparingTo(worstCase);
        assertThat(budget.spent()).isEqualByComparingTo(worstCase.add(worstCase));
    }

    @Test
    void each_session_and_each_value_of_a_tag_has_a_limit_of_its_own() {
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.09"));
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(new BigDecimal("0.1"))
                .perTag("tenant", new BigDecimal("0.1"))
                .build();
        ChatModel model = plain(budget);
        model.chat(request("s-1", "blue"));

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.chat(request("s-1", "red").toBuilder()
                        .messages(UserMessage.from("long ".repeat(2000)))
                        .build()))
                .withMessageContaining(", more than is left for session s-1: ");
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.chat(request("s-2", "blue").toBuilder()
                        .messages(UserMessage.from("long ".repeat(2000)))
                        .build()))
                .withMessageContaining("for tenant blue");
        model.chat(request("s-2", "red"));

        assertThat(budget.spentInSession("s-1")).isEqualByComparingTo("0.09");
        assertThat(budget.spentByTag("tenant", "red")).isEqualByComparingTo("0.09");
        assertThat(budget.spent()).isEqualByComparingTo("0.18");
        budget.endSession("s-1");
        assertThat(budget.spentInSession("s-1")).isZero();
    }

    @Test
    void without_max_output_tokens_the_models_longest_answer_is_reserved() {
        OpenRouterBudget budget = tiny();
        OpenRouterModelInfo info = openRouter.modelCatalog().find(MODEL).orElseThrow();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> openRouter.chatModel().budget(budget).build().chat(QUESTION))
                .satisfies(refused -> assertThat(refused.worstCase())
                        .isGreaterThan(
                                info.pricing().completion().multiply(BigDecimal.valueOf(info.maxCompletionTokens()))));
    }

    @Test
    void a_router_without_a_price_is_refused_unless_the_request_sets_the_highest_price() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> priced(budget, null).chat(QUESTION))
                .withMessageContaining("openrouter/auto")
                .withMessageContaining("maxPromptPrice");
        priced(
                        budget,
                        OpenRouterProviderPreferences.builder()
                                .maxPromptPrice(BigDecimal.ONE)
                                .maxCompletionPrice(BigDecimal.TEN)
                                .build())
                .chat(QUESTION);

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void all_fallback_models_count_together_and_the_refusal_says_so() {
        BigDecimal alone = worstCase(QUESTION);
        OpenRouterBudget budget = tiny();
        ChatModel withCheap = openRouter
                .chatModel()
                .budget(budget)
                .modelName("openai/gpt-4o-mini")
                .fallbackModels(MODEL)
                .maxOutputTokens(100)
                .build();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> withCheap.chat(QUESTION))
                .withMessageContaining(" (the sum of 2 models, with fallbackModels), more than is left in total: ")
                .withMessageContaining("name fewer fallbackModels")
                .satisfies(refused -> assertThat(refused.worstCase()).isGreaterThan(alone));
    }

    @Test
    void amounts_have_no_zeros_at_their_end() {
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.0900"));
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.0901")).build();
        plain(budget).chat(QUESTION);

        assertThat(budget.spent()).isEqualTo(new BigDecimal("0.09"));
        assertThat(budget.reserved()).isEqualTo(BigDecimal.ZERO);
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> plain(budget).chat(QUESTION))
                .satisfies(refused -> assertThat(refused.spent()).isEqualTo(new BigDecimal("0.09")));
    }

    @Test
    void a_free_model_is_always_within_the_budget() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ZERO).build();

        String answer = openRouter
                .chatModel()
                .budget(budget)
                .modelName("google/gemma-4-31b-it:free")
                .build()
                .chat(QUESTION);

        assertThat(answer).isNotEmpty();
    }

    @Test
    void limits_of_periods_and_tags_are_checked_one_by_one() {
        BigDecimal negative = new BigDecimal("-1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterBudget.builder().per(Duration.ofHours(6), negative))
                .withMessage("per PT6H must be 0 or more, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterBudget.builder().per(Duration.ofMillis(999), BigDecimal.ONE))
                .withMessage("per must be at least a second long, but is PT0.999S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterBudget.builder().perTag("tenant", negative))
                .withMessage("perTag 'tenant' must be 0 or more, but is -1");
    }

    @Test
    void limits_are_checked_when_the_budget_is_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterBudget.builder().build())
                .withMessageContaining("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OpenRouterBudget.builder().perDay(new BigDecimal("-1")).build())
                .withMessageContaining("perDay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterBudget.builder()
                        .limit(BigDecimal.ONE)
                        .bytesPerToken(0)
                        .build())
                .withMessageContaining("bytesPerToken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterBudget.builder().unknownCounts(null))
                .withMessageContaining("unknownCounts");
    }

    private static OpenRouterBudget tiny() {
        return OpenRouterBudget.builder().limit(new BigDecimal("0.000001")).build();
    }

    /** As a budget that is too small tells it. */
    private BigDecimal worstCase(String question) {
        try {
            plain(tiny()).chat(question);
            throw new AssertionError("within the budget");
        } catch (OpenRouterBudgetExceededException refused) {
            return refused.worstCase();
        }
    }

    private OpenRouterEmbeddingModel embedding(OpenRouterBudget budget) {
        return openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(1)
                .maxConcurrency(1)
                .budget(budget)
                .build();
    }

    private OpenRouterScoringModel reranking(OpenRouterBudget budget) {
        return openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .budget(budget)
                .build();
    }

    private static List<TextSegment> segments(String... texts) {
        return Arrays.stream(texts).map(TextSegment::from).toList();
    }

    private ChatModel plain(OpenRouterBudget budget) {
        return openRouter
                .chatModel()
                .budget(budget)
                .maxOutputTokens(100)
                .sessionId("s-0")
                .metadata(Map.of("tenant", "acme"))
                .build();
    }

    private StreamingChatModel streaming(OpenRouterBudget budget) {
        return openRouter
                .streamingChatModel()
                .budget(budget)
                .maxOutputTokens(100)
                .sessionId("s-0")
                .metadata(Map.of("tenant", "acme"))
                .build();
    }

    private ChatModel priced(OpenRouterBudget budget, @Nullable OpenRouterProviderPreferences provider) {
        return openRouter
                .chatModel()
                .budget(budget)
                .modelName("openrouter/auto")
                .provider(provider)
                .maxOutputTokens(100)
                .build();
    }

    private HandlerRecorder stream(OpenRouterBudget budget) {
        var handler = new HandlerRecorder();
        streaming(budget).chat(QUESTION, handler);
        return handler.awaitEnd();
    }

    private static boolean isAnswered(ChatModel model) {
        try {
            model.chat(QUESTION);
            return true;
        } catch (OpenRouterBudgetExceededException refused) {
            return false;
        }
    }

    private static boolean isAnswered(StreamingChatModel model) {
        var handler = new HandlerRecorder();
        model.chat(QUESTION, handler);
        handler.awaitEnd();
        return handler.errors().isEmpty();
    }

    private static ChatRequest request(String sessionId, String tenant) {
        return ChatRequest.builder()
                .messages(UserMessage.from(QUESTION))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .sessionId(sessionId)
                        .metadata(Map.of("tenant", tenant))
                        .build())
                .build();
    }
}
