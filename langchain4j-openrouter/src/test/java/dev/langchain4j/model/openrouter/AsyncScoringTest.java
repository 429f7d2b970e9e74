package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.request.ScoringRequestParameters;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.spi.ExecutorProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scoreAsync} of every scoring model is {@code scoreAll} without a waiting thread. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncScoringTest {

    private static final List<String> DOCUMENTS =
            List.of("Bread and butter", "Berlin is a city on the river Spree", "The Spree", "Bread and butter");
    private static final String QUERY = "On which river is Berlin?";
    private static final ScoringRequest REQUEST =
            ScoringRequest.builder().documents(DOCUMENTS).query(QUERY).build();

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    AsyncScoringTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection().build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void a_rerank_model_scores_as_in_a_plain_call() {
        assertSameAsPlain(rerank().build());
    }

    @Test
    void a_rerank_model_scores_several_requests_as_in_a_plain_call() {
        assertSameAsPlain(rerank().maxDocumentsPerRequest(1).build());
    }

    @Test
    void a_chat_model_scores_as_in_a_plain_call() {
        assertSameAsPlain(openRouter.llmScoringModel().build());
    }

    @Test
    void two_models_in_sequence_score_as_in_a_plain_call() {
        assertSameAsPlain(openRouter.llmScoringModel().build().refine(rerank().build(), 2));
    }

    @Test
    void two_models_in_sequence_score_even_if_the_first_can_only_block() {
        ScoringModel lengths = (segments, query) -> Response.from(segments.stream()
                .map(segment -> (double) segment.text().length())
                .toList());

        assertSameAsPlain(openRouter.llmScoringModel().build().refine(lengths, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_cancellation_interrupts_a_model_that_can_only_block(boolean isFallback) {
        var begun = new CompletableFuture<Void>();
        var interrupted = new CompletableFuture<Void>();
        ScoringModel blocking = (segments, query) -> {
            begun.complete(null);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(null);
            }
            return Response.from(List.of());
        };
        server.when(Match.path("/rerank")).answer(Answer.error(402, "Insufficient credits"));
        ScoringModel model = isFallback
                ? rerank().onFailure(OpenRouterRerankFailurePolicy.fallback(blocking))
                        .build()
                : openRouter.llmScoringModel().build().refine(blocking);

        CompletableFuture<ScoringResponse> scores = model.scoreAsync(REQUEST);
        Async.result(begun);
        scores.cancel(true);

        Async.result(interrupted);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_listener_is_not_told_about_a_cancelled_query(boolean byChatModel) {
        List<OpenRouterRerankReport> told = new CopyOnWriteArrayList<>();
        var arrived = new CompletableFuture<Void>();
        server.when(Match.body(body -> true)).answer(Answer.computed(request -> {
            arrived.complete(null);
            return Answer.unscripted().afterDelay(Duration.ofMinutes(5));
        }));
        var budget = OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        ScoringModel model = byChatModel
                ? openRouter
                        .llmScoringModel()
                        .budget(budget)
                        .listener(told::add)
                        .build()
                : rerank().budget(budget).listener(told::add).build();

        CompletableFuture<ScoringResponse> scores = model.scoreAsync(REQUEST);
        Async.result(arrived);
        scores.cancel(true);

        patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(told).isEmpty();
    }

    @Test
    void a_query_that_is_cancelled_before_it_is_sent_keeps_no_order_instead() throws InterruptedException {
        List<OpenRouterRerankReport> told = new CopyOnWriteArrayList<>();
        var arrived = new CompletableFuture<Void>();
        var cancelled = new CompletableFuture<Void>();
        server.when(Match.path("/models")).answer(Answer.computed(request -> {
            arrived.complete(null);
            cancelled.join();
            return Answer.unscripted();
        }));
        ExecutorProvider before = DefaultExecutorProvider.getProvider();
        ExecutorService fetching = Executors.newSingleThreadExecutor();
        ExecutorProvider.set(() -> fetching);
        try {
            CompletableFuture<ScoringResponse> scores = rerank().budget(
                            OpenRouterBudget.builder().limit(BigDecimal.TEN).build())
                    .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                    .listener(told::add)
                    .build()
                    .scoreAsync(REQUEST);
            Async.result(arrived);
            scores.cancel(true);
        } finally {
            cancelled.complete(null);
            ExecutorProvider.set(before);
            fetching.shutdown();
        }
        assertThat(fetching.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(told).isEmpty();
        assertThat(server.requests("/rerank")).isEmpty();
    }

    @Test
    void nothing_is_sent_to_the_second_model_for_a_cancelled_query() {
        var first = new CompletableFuture<ScoringResponse>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        var sent = new AtomicInteger();
        ScoringModel model = OpenRouterLlmScoringModel.builder()
                .chatModel(new ChatModel() {
                    @Override
                    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
                        sent.incrementAndGet();
                        return new CompletableFuture<>();
                    }
                })
                .build()
                .refine(new ScoringModel() {
                    @Override
                    public CompletableFuture<ScoringResponse> doScoreAsync(ScoringRequest request) {
                        return first;
                    }

                    @Override
                    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
                        throw new AssertionError();
                    }
                });

        model.scoreAsync(REQUEST).cancel(true);
        first.complete(ScoringResponse.builder().scores(List.of(.1, .2, .3, .4)).build());

        assertThat(sent).hasValue(0);
    }

    @Test
    void the_aggregator_of_langchain4j_reranks_asynchronously() {
        ReRankingContentAggregator aggregator = ReRankingContentAggregator.builder()
                .scoringModel(rerank().build())
                .build();
        Query query = Query.from(QUERY);
        List<Content> contents = DOCUMENTS.stream().map(Content::from).toList();

        List<Content> plain = aggregator.aggregate(Map.of(query, List.of(contents)));
        List<Content> async = Async.result(aggregator.aggregateAsync(Map.of(query, List.of(contents))));

        assertThat(async)
                .extracting(content -> content.textSegment().text())
                .first()
                .isEqualTo(DOCUMENTS.get(1));
        assertThat(async).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000\u001B"})
    void blank_documents_are_not_sent_and_score_below_all_others(String blank) {
        ScoringResponse response = score(rerank().build(), List.of("The Spree", blank, "Berlin"), null);

        assertThat(response.scores()).hasSize(3);
        assertThat(response.scores().get(1))
                .isLessThan(Math.min(response.scores().get(0), response.scores().get(2)));
        assertThat(server.requests("/rerank").get(0).body().path("documents")).hasSize(2);
    }

    @Test
    void a_request_may_name_another_rerank_model() {
        server.addModel("cohere/rerank-4-pro");

        score(rerank().build(), DOCUMENTS, "cohere/rerank-4-pro");

        assertThat(server.requests("/rerank").get(0).body().path("model").asText())
                .isEqualTo("cohere/rerank-4-pro");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rerank-9", "gemini-pro", "cohere/rerank-9"})
    void a_request_that_names_no_model_is_the_policys_concern(String unknown) {
        List<OpenRouterRerankReport> told = new ArrayList<>();
        OpenRouterScoringModel model = rerank().onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                .listener(told::add)
                .build();

        ScoringResponse response = score(model, DOCUMENTS, unknown);

        assertThat(response.scores()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(told).singleElement().isEqualTo(report(response));
        assertThat(report(response).failure())
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining(unknown);
    }

    @Test
    void a_request_may_not_name_another_chat_model() {
        assertThatThrownBy(() -> score(openRouter.llmScoringModel().build(), DOCUMENTS, "openai/gpt-4o-mini"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("openai/gpt-4o-mini");
        ScoringModel two = openRouter.llmScoringModel().build().refine(rerank().build(), 2);
        assertThatThrownBy(() -> score(two, DOCUMENTS, "openai/gpt-4o-mini"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("openai/gpt-4o-mini");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void no_documents_need_no_request() {
        assertThat(score(rerank().build(), List.of(), null).scores()).isEmpty();
        assertThat(score(openRouter.llmScoringModel().build(), List.of(), null).scores())
                .isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_failure_is_the_same_as_in_a_plain_call() {
        server.answer(Answer.error(400, "no such thing"), Answer.error(400, "no such thing"));
        OpenRouterScoringModel model = rerank().build();

        assertThatThrownBy(() -> score(model, DOCUMENTS, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no such thing");
        assertThatThrownBy(() -> model.scoreAll(segments(), QUERY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no such thing");
    }

    @Test
    void a_fallback_scores_instead_and_the_report_says_so() {
        List<OpenRouterRerankReport> told = new ArrayList<>();
        server.answer(Answer.error(400, "no such thing"));
        OpenRouterScoringModel model = rerank().onFailure(OpenRouterRerankFailurePolicy.fallback(
                        openRouter.llmScoringModel().build()))
                .listener(told::add)
                .build();

        ScoringResponse response = score(model, DOCUMENTS, null);

        assertThat(response.scores()).hasSize(DOCUMENTS.size());
        assertThat(report(response).fallback()).isTrue();
        assertThat(report(response).failure()).isInstanceOf(InvalidRequestException.class);
        assertThat(told).containsExactly(report(response));
        assertThat(((OpenRouterScoringResponseMetadata) response.metadata())
                        .tokenUsage()
                        .cost())
                .isEqualByComparingTo(server.ledger().cost())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_fallback_that_returns_nothing_is_a_failure_that_says_so(boolean asFuture) {
        server.answer(Answer.error(400, "no such thing"));
        ScoringModel nothing = new ScoringModel() {
            @Override
            public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
                throw new AssertionError("not asked for");
            }

            @Override
            public CompletableFuture<ScoringResponse> scoreAsync(ScoringRequest request) {
                return asFuture ? CompletableFuture.completedFuture(null) : null;
            }
        };
        OpenRouterScoringModel model = rerank().onFailure(OpenRouterRerankFailurePolicy.fallback(nothing))
                .build();

        assertThatThrownBy(() -> score(model, DOCUMENTS, null))
                .hasMessageContaining("no such thing")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .isInstanceOf(InternalServerException.class)
                        .hasFieldOrPropertyWithValue("message", "A scoring model returned null"));
    }

    @Test
    void the_tokens_of_a_fallback_that_can_only_block_are_told() {
        server.answer(Answer.error(400, "no such thing"));
        ScoringModel blocking =
                (segments, query) -> Response.from(Collections.nCopies(segments.size(), 0.5), new TokenUsage(7));
        OpenRouterScoringModel model = rerank().onFailure(OpenRouterRerankFailurePolicy.fallback(blocking))
                .build();

        assertThat(score(model, DOCUMENTS, null).metadata().tokenUsage().totalTokenCount())
                .isEqualTo(7);
    }

    @Test
    void a_fallback_of_the_first_of_two_models_is_told_as_in_a_plain_call() {
        server.when(Match.path("/rerank")).answer(Answer.error(400, "no such thing"));
        ScoringModel refining = openRouter
                .llmScoringModel()
                .build()
                .refine(
                        rerank().onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                                .build(),
                        2);

        assertThat(report(score(refining, DOCUMENTS, null)).fallback()).isTrue();
        assertThat(refining.scoreAll(DOCUMENTS.stream().map(TextSegment::from).toList(), QUERY)
                        .metadata())
                .containsEntry("openrouter.rerank.fallback", true)
                .containsEntry("openrouter.rerank.strategy", "NATIVE");
    }

    @Test
    void keeping_the_order_needs_no_other_model() {
        server.answer(Answer.error(400, "no such thing"));
        OpenRouterScoringModel model =
                rerank().onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER).build();

        assertThat(score(model, DOCUMENTS, null).scores())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .allMatch(score -> score < 0.001);
    }

    @Test
    void without_prices_the_order_is_kept_as_in_a_plain_call() {
        server.when(Match.path("/models")).answer(Answer.error(500, "down"));
        List<OpenRouterRerankReport> told = new CopyOnWriteArrayList<>();
        try (OpenRouter withBudget = connection()
                .maxRetries(0)
                .budget(OpenRouterBudget.builder().limit(BigDecimal.TEN).build())
                .build()) {
            OpenRouterScoringModel model = withBudget
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                    .listener(told::add)
                    .build();

            List<Double> plain = model.scoreAll(segments(), QUERY).content();
            ScoringResponse async = score(model, DOCUMENTS, null);

            assertThat(async.scores()).isEqualTo(plain);
        }
        assertThat(told).hasSize(2).allSatisfy(report -> {
            assertThat(report.fallback()).isTrue();
            assertThat(report.failure()).hasMessageContaining("down");
        });
    }

    private void assertSameAsPlain(ScoringModel model) {
        Response<List<Double>> plain = model.scoreAll(segments(), QUERY);
        ScoringResponse async = score(model, DOCUMENTS, null);

        assertThat(async.scores()).isEqualTo(plain.content());
        assertThat(async.tokenUsage()).isEqualTo(plain.tokenUsage());
        assertThat(((OpenRouterTokenUsage) async.tokenUsage()).cost()).isPositive();
        assertThat(async.modelName()).isEqualTo(plain.metadata().get("openrouter.rerank.model"));
        assertThat(report(async).toMetadata())
                .usingRecursiveComparison()
                .ignoringFields("openrouter.rerank.generationIds")
                .isEqualTo(plain.metadata());
    }

    private static OpenRouterRerankReport report(ScoringResponse response) {
        return ((OpenRouterScoringResponseMetadata) response.metadata()).report();
    }

    private static ScoringResponse score(ScoringModel model, List<String> documents, String modelName) {
        return Async.result(model.scoreAsync(ScoringRequest.builder()
                .documents(documents)
                .query(QUERY)
                .parameters(
                        ScoringRequestParameters.builder().modelName(modelName).build())
                .build()));
    }

    private static List<TextSegment> segments() {
        return DOCUMENTS.stream().map(TextSegment::from).toList();
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o");
    }

    private OpenRouterScoringModel.Builder rerank() {
        return openRouter.scoringModel().modelName("cohere/rerank-v3.5");
    }
}
