package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import dev.langchain4j.spi.CapturedContext;
import dev.langchain4j.spi.ExecutorProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The context of the thread that starts a call is there wherever the user's code runs for it. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncContextTest {

    private static final ChatRequest HI =
            ChatRequest.builder().messages(UserMessage.from("Hi")).build();

    /** What a logger or a tracer keeps per thread. */
    private static final ThreadLocal<@Nullable String> TRACE = new ThreadLocal<>();

    private final OpenRouterServer server;
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private @Nullable ExecutorProvider before;
    private volatile Executor lookUps = executor;

    /** What the context does with a task besides. */
    private volatile UnaryOperator<Runnable> restoring = UnaryOperator.identity();

    AsyncContextTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void provide() {
        before = DefaultExecutorProvider.getProvider();
        ExecutorProvider.set(new ExecutorProvider() {
            @Override
            public Executor executor() {
                return lookUps;
            }

            @Override
            public CapturedContext captureContext() {
                String captured = TRACE.get();
                return task -> restoring.apply(() -> {
                    String around = TRACE.get();
                    TRACE.set(captured);
                    try {
                        task.run();
                    } finally {
                        TRACE.set(around);
                    }
                });
            }
        });
        TRACE.set("of the caller");
    }

    @AfterEach
    void restore() {
        TRACE.remove();
        ExecutorProvider.set(before);
        executor.shutdown();
    }

    @Test
    void listeners_suppliers_and_what_follows_the_future_see_it() {
        server.answer(Answer.error(503, "busy"), Answer.text("Hello"));
        try (OpenRouter openRouter = connection().build()) {
            CompletableFuture<ChatResponse> future = openRouter
                    .chatModel()
                    .listeners(new ChatModelListener() {
                        @Override
                        public void onResponse(ChatModelResponseContext context) {
                            see("listener");
                        }
                    })
                    .build()
                    .chatAsync(HI);

            Async.result(future.whenComplete((response, failure) -> see("future")));
        }
        assertThat(seen)
                .containsOnlyKeys("key", "ledger", "listener", "future")
                .allSatisfy((where, what) -> assertThat(what).isEqualTo("of the caller"));
    }

    @Test
    void the_parallel_batches_of_a_plain_call_see_it() {
        try (OpenRouter openRouter = connection().build()) {
            openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .maxSegmentsPerBatch(1)
                    .build()
                    .embedAll(List.of(TextSegment.from("a"), TextSegment.from("b"), TextSegment.from("c")));
            openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .maxDocumentsPerRequest(1)
                    .build()
                    .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), "c");
        }
        assertThat(seen).containsEntry("key", "of the caller").containsEntry("ledger", "of the caller");
    }

    @Test
    void it_is_there_after_the_prices_have_been_fetched_elsewhere() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        try (OpenRouter openRouter = connection().budget(budget).build()) {
            Async.result(
                    openRouter.chatModel().build().chatAsync(HI).whenComplete((response, failure) -> see("future")));
        }
        assertThat(seen).allSatisfy((where, what) -> assertThat(what).isEqualTo("of the caller"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {".*_ASYNC", "STREAM", "PUBLISHER"})
    void it_is_there_for_and_after_a_reservation_that_is_made_elsewhere(EveryCall call) {
        var store = new SharedStoreRecorder();
        store.asked = () -> see("store");
        var budget = OpenRouterBudget.builder().limit(BigDecimal.TEN).store(store);
        try (OpenRouter openRouter = connection().budget(budget.build()).build()) {
            call.on(openRouter);
        }
        assertThat(seen)
                .containsKeys("store", "ledger")
                .allSatisfy((where, what) -> assertThat(what).isEqualTo("of the caller"));
        assertThat(store.askedOn).doesNotContain(Thread.currentThread());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_ASYNC")
    void a_supplier_of_keys_does_not_hold_up_the_caller_before_the_prices_are_fetched(EveryCall call) {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        Set<Thread> asked = ConcurrentHashMap.newKeySet();
        try (OpenRouter openRouter = connection()
                .apiKey(() -> {
                    asked.add(Thread.currentThread());
                    see("key");
                    return server.apiKey();
                })
                .budget(budget)
                .build()) {
            call.on(openRouter);
        }
        assertThat(asked).isNotEmpty().doesNotContain(Thread.currentThread());
        assertThat(seen).containsEntry("key", "of the caller");
    }

    @Test
    void it_is_there_when_the_prices_that_another_call_has_asked_for_cannot_be_fetched() {
        server.when(Match.path("/models")).answer(Answer.error(500, "down"));
        ExecutorService one = Executors.newSingleThreadExecutor();
        var bothWait = new CompletableFuture<Void>();
        lookUps = task -> one.execute(() -> {
            bothWait.join();
            task.run();
        });
        try (OpenRouter openRouter = connection()
                .maxRetries(0)
                .budget(OpenRouterBudget.builder().limit(BigDecimal.TEN).build())
                .build()) {
            TRACE.set("of another caller");
            CompletableFuture<ChatResponse> other =
                    openRouter.chatModel().build().chatAsync(HI);
            TRACE.set("of the caller");
            CompletableFuture<ChatResponse> future = openRouter
                    .chatModel()
                    .listeners(new ChatModelListener() {
                        @Override
                        public void onError(ChatModelErrorContext context) {
                            see("listener");
                        }
                    })
                    .build()
                    .chatAsync(HI)
                    .whenComplete((response, failure) -> see("future"));
            bothWait.complete(null);

            assertThat(List.of(other, future))
                    .allSatisfy(failed -> assertThatThrownBy(failed::join).hasMessageContaining("down"));
        } finally {
            one.shutdown();
        }
        assertThat(seen).containsEntry("listener", "of the caller").containsEntry("future", "of the caller");
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void a_call_that_the_gate_starts_on_the_thread_of_another_query_sees_its_own() {
        Map<String, String> byQuery = new ConcurrentHashMap<>();
        server.when(request -> true).answer(Answer.computed(request -> {
            byQuery.merge(
                    request.bodyText().contains("first query") ? "first" : "second",
                    String.valueOf(request.header("X-Trace")),
                    (one, other) -> one.equals(other) ? one : one + " and " + other);
            return Answer.unscripted();
        }));
        try (OpenRouter openRouter = connection()
                .customHeaders(() -> Map.of("X-Trace", String.valueOf(TRACE.get())))
                .build()) {
            var model = openRouter
                    .llmScoringModel()
                    .strategy(OpenRouterLlmScoringModel.Strategy.POINTWISE)
                    .maxConcurrency(1)
                    .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                    .build();
            var documents = IntStream.range(0, 3).mapToObj(i -> "passage " + i).toList();
            TRACE.set("of the first");
            var first = model.scoreAsync(ScoringRequest.builder()
                    .documents(documents)
                    .query("first query")
                    .build());
            TRACE.set("of the second");
            var second = model.scoreAsync(ScoringRequest.builder()
                    .documents(documents)
                    .query("second query")
                    .build());
            List.of(first, second).forEach(Async::result);
        }
        assertThat(byQuery)
                .containsExactlyInAnyOrderEntriesOf(Map.of("first", "of the first", "second", "of the second"));
    }

    @Test
    void a_simpler_form_that_the_gate_lets_through_later_sees_it() {
        List<Runnable> alarms = new CopyOnWriteArrayList<>();
        AtomicLong nanos = new AtomicLong();
        var clock = new CallGate.GateClock() {
            @Override
            public long nanoTime() {
                return nanos.get();
            }

            @Override
            public void after(Duration delay, Runnable task) {
                alarms.add(() -> {
                    nanos.addAndGet(delay.toNanos());
                    task.run();
                });
            }
        };
        server.answer(Answer.error(400, "no schemas here"));
        try (OpenRouter openRouter = connection()
                .customHeaders(() -> Map.of("X-Trace", String.valueOf(TRACE.get())))
                .build()) {
            CompletableFuture<ScoringResponse> scores = openRouter
                    .llmScoringModel()
                    .requestsPerMinute(1)
                    .clock(clock)
                    .build()
                    .scoreAsync(ScoringRequest.builder()
                            .documents(List.of("a", "b"))
                            .query("c")
                            .build());
            patiently().until(() -> !alarms.isEmpty());
            TRACE.set("of another caller");
            alarms.get(0).run();

            Async.result(scores);
        }
        assertThat(server.requests("/chat/completions"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.header("X-Trace")).isEqualTo("of the caller"));
    }

    @Test
    void the_end_of_a_query_that_the_gate_starts_and_that_fails_at_once_sees_it() {
        var first = new CompletableFuture<ChatResponse>();
        ChatModel judge = new ChatModel() {
            @Override
            public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
                return request.toString().contains("first query")
                        ? first
                        : CompletableFuture.failedFuture(new InternalServerException("down"));
            }
        };
        OpenRouterLlmScoringModel model = OpenRouterLlmScoringModel.builder()
                .chatModel(judge)
                .maxConcurrency(1)
                .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                .listener(report -> see("listener"))
                .build();
        TRACE.set("of the first");
        model.scoreAsync(query("first query"));
        TRACE.set("of the second");
        var second = model.scoreAsync(query("second query")).whenComplete((scores, failure) -> see("future"));
        TRACE.set("of the first");

        first.completeExceptionally(new InternalServerException("down"));

        Async.result(second);
        assertThat(seen).containsEntry("future", "of the second");
        assertThat(seen.get("listener")).contains("of the first").contains("of the second");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_end_of_a_fallback_of_another_vendor_sees_it(boolean fails) {
        var fallback = new OtherVendor();
        CompletableFuture<ScoringResponse> future = OpenRouterLlmScoringModel.builder()
                .chatModel(new ChatModel() {
                    @Override
                    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
                        return CompletableFuture.failedFuture(new InternalServerException("down"));
                    }
                })
                .onFailure(OpenRouterRerankFailurePolicy.fallback(fallback))
                .listener(report -> see("listener"))
                .build()
                .scoreAsync(query("c"))
                .whenComplete((scores, failure) -> see("future"));

        fallback.end(fails);

        assertThat(future.isCompletedExceptionally()).isEqualTo(fails);
        assertThat(seen).containsEntry("listener", "of the caller").containsEntry("future", "of the caller");
    }

    @Test
    void the_failure_of_the_first_of_two_models_sees_it() {
        var first = new OtherVendor();
        try (OpenRouter openRouter = connection().build()) {
            CompletableFuture<ScoringResponse> future = openRouter
                    .llmScoringModel()
                    .build()
                    .refine(first)
                    .scoreAsync(query("c"))
                    .whenComplete((scores, failure) -> see("future"));

            first.end(true);

            assertThat(future).isCompletedExceptionally();
        }
        assertThat(seen).containsEntry("future", "of the caller");
    }

    /** Scores when the test says so, on a thread with another context. */
    private static final class OtherVendor implements ScoringModel {

        private final CompletableFuture<ScoringResponse> scores = new CompletableFuture<>();

        @Override
        public CompletableFuture<ScoringResponse> doScoreAsync(ScoringRequest request) {
            return scores;
        }

        @Override
        public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
            throw new AssertionError();
        }

        private void end(boolean fails) {
            TRACE.set("of another caller");
            if (fails) {
                scores.completeExceptionally(new InternalServerException("down, too"));
            } else {
                scores.complete(ScoringResponse.builder().scores(List.of(0.5)).build());
            }
        }
    }

    private static ScoringRequest query(String query) {
        return ScoringRequest.builder().documents(List.of("a")).query(query).build();
    }

    @Test
    void a_streams_handler_sees_it() {
        HandlerRecorder handler = new HandlerRecorder();
        handler.in("text", () -> see("handler"));
        try (OpenRouter openRouter = connection().build()) {
            openRouter.streamingChatModel().build().chat("Hi", handler);
            handler.awaitAnswer();
        }
        assertThat(seen).containsEntry("handler", "of the caller");
    }

    @Test
    void a_supplier_that_throws_fails_the_future_and_frees_the_budget() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        try (OpenRouter openRouter = connection()
                .budget(budget)
                .customHeaders(() -> {
                    if (budget.reserved().signum() > 0) {
                        throw new IllegalStateException("the user's own");
                    }
                    return Map.of();
                })
                .build()) {
            assertThatThrownBy(() -> Async.result(openRouter.chatModel().build().chatAsync(HI)))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("customHeaders");
        }
        assertThat(budget.reserved()).isZero();
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "CHAT_ASYNC",
                "STREAM",
                "PUBLISHER",
                "EMBEDDINGS_ASYNC",
                "RERANK_ASYNC",
                "DECISION_ASYNC",
                "LLM_RERANK",
                "LLM_RERANK_ASYNC"
            })
    void a_call_whose_context_cannot_be_restored_is_not_sent_and_fails(EveryCall call) {
        restoring = task -> () -> {
            throw new IllegalStateException("the user's own");
        };
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        try (OpenRouter openRouter = connection().budget(budget).build()) {
            openRouter.modelCatalog().models();

            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseMessage("the user's own");
        }
        assertThat(budget.reserved()).isZero();
        assertThat(server.requests(call.path())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_ASYNC", "PUBLISHER", "EMBEDDINGS_ASYNC", "RERANK_ASYNC", "DECISION_ASYNC"})
    void a_call_that_loses_its_context_after_its_look_up_is_not_sent_and_fails(EveryCall call) {
        UnaryOperator<Runnable> whole = restoring;
        restoring = lookUp -> {
            restoring = after -> () -> {
                throw new IllegalStateException("the user's own");
            };
            return whole.apply(lookUp);
        };
        try (OpenRouter openRouter = connection()
                .budget(OpenRouterBudget.builder().limit(BigDecimal.TEN).build())
                .build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseMessage("the user's own");
        }
        assertThat(server.requests(call.path())).isEmpty();
    }

    @Test
    void parallel_batches_whose_context_cannot_be_restored_are_not_sent_and_fail() {
        restoring = task -> () -> {
            throw new IllegalStateException("the user's own");
        };
        try (OpenRouter openRouter = connection().build()) {
            EmbeddingModel model = openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .maxSegmentsPerBatch(1)
                    .build();

            assertThatThrownBy(() -> model.embedAll(List.of(TextSegment.from("a"), TextSegment.from("b"))))
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseMessage("the user's own");
        }
        assertThat(server.requests("/embeddings")).isEmpty();
    }

    @Test
    void a_call_that_loses_its_context_between_two_attempts_fails() {
        server.answer(Answer.error(503, "busy"), Answer.text("not asked for"));
        UnaryOperator<Runnable> whole = restoring;
        restoring = task -> {
            restoring = again -> {
                throw new IllegalStateException("the user's own");
            };
            return whole.apply(task);
        };
        try (OpenRouter openRouter = connection().build()) {
            assertThatThrownBy(() -> Async.result(openRouter.chatModel().build().chatAsync(HI)))
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseMessage("the user's own");
        }
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void a_listener_that_throws_changes_nothing() {
        try (OpenRouter openRouter = connection().build()) {
            ChatResponse response = Async.result(openRouter
                    .chatModel()
                    .listeners(new ChatModelListener() {
                        @Override
                        public void onResponse(ChatModelResponseContext context) {
                            throw new IllegalStateException("the user's own");
                        }

                        @Override
                        public void onError(ChatModelErrorContext context) {
                            throw new AssertionError("not called");
                        }
                    })
                    .build()
                    .chatAsync(HI));

            assertThat(response.aiMessage().text()).isNotEmpty();
        }
    }

    private void see(String where) {
        seen.merge(where, String.valueOf(TRACE.get()), (one, other) -> one.equals(other) ? one : one + ", " + other);
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(() -> {
                    see("key");
                    return server.apiKey();
                })
                .modelName("openai/gpt-4o")
                .time(new FakeTime())
                .costListener(new OpenRouterCostListener(cost -> see("ledger")));
    }
}
