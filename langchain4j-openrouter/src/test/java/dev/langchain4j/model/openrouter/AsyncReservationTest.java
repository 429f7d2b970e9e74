package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.QueueingExecutor;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.spi.ExecutorProvider;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that no thread waits for, while a store that processes share takes its time to reserve. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncReservationTest {

    private final OpenRouterServer server;
    private final SharedStoreRecorder store = new SharedStoreRecorder();
    private final Thread caller = Thread.currentThread();
    private @Nullable ExecutorProvider before;
    private OpenRouter openRouter;

    AsyncReservationTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() {
        before = DefaultExecutorProvider.getProvider();
        openRouter = connection(OpenRouterBudget.builder().store(store)).build();
        openRouter.modelCatalog().models(); // the prices, so that a call waits for nothing else
        store.reserving = new CountDownLatch(1);
    }

    @AfterEach
    void close() {
        store.reserving.countDown();
        ExecutorProvider.set(before);
        openRouter.close();
    }

    @ParameterizedTest
    @EnumSource
    void its_caller_does_not_wait(Call call) {
        CompletableFuture<?> future = call.start(openRouter);
        patiently().until(() -> !store.askedOn.isEmpty());

        assertThat(store.askedOn).doesNotContain(caller);
        assertThat(future).isNotDone();
        assertThat(server.requests(call.path)).isEmpty();
        store.reserving.countDown();
        Async.result(future);
        patiently().untilAsserted(() -> assertThat(store.settled).hasSameSizeAs(store.reserved));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STREAM") // whose handle comes with the answer
    void its_cancellation_gives_the_reservation_back_and_sends_nothing(Call call) {
        CompletableFuture<?> future = call.start(openRouter);
        patiently().until(() -> !store.askedOn.isEmpty());

        future.cancel(true);
        store.reserving.countDown();

        assertGivenBack();
        assertThat(server.requests(call.path)).isEmpty();
    }

    @Test
    void a_publisher_that_is_cancelled_meanwhile_asks_for_no_thread() {
        var threads = new QueueingExecutor();
        var client =
                new OkHttpClient.Builder().dispatcher(new Dispatcher(threads)).build();
        try (OpenRouter queueing = connection(OpenRouterBudget.builder().store(store))
                .okHttpClient(client)
                .build()) {
            queueing.modelCatalog().models();
            CompletableFuture<?> future = Call.PUBLISHER.start(queueing);
            patiently().until(() -> !store.askedOn.isEmpty());

            future.cancel(true);
            store.reserving.countDown();

            assertGivenBack();
            assertThat(threads.queue()).isEmpty();
        }
    }

    @Test
    void a_publisher_that_is_cancelled_before_its_weaker_request_asks_for_no_thread() {
        var threads = new ThreadPoolExecutor(0, 9, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        var client =
                new OkHttpClient.Builder().dispatcher(new Dispatcher(threads)).build();
        var weaker = new CountDownLatch(1);
        store.asked = () -> store.reserving = store.askedOn.size() == 1 ? new CountDownLatch(0) : weaker;
        server.answer(Answer.error(402, "You requested up to 100 tokens, but can only afford 90."));
        try (OpenRouter counting = connection(OpenRouterBudget.builder().store(store))
                .okHttpClient(client)
                .build()) {
            counting.modelCatalog().models();
            CompletableFuture<?> future = Call.PUBLISHER.start(counting);
            patiently().until(() -> store.askedOn.size() == 2);
            long before = threads.getTaskCount();

            future.cancel(true);
            weaker.countDown();

            patiently().until(() -> store.reserved.size() == 2);
            assertGivenBack();
            assertThat(threads.getTaskCount()).isEqualTo(before);
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_end_of_the_connection_ends_it_and_gives_the_reservation_back(Call call) {
        CompletableFuture<?> future = call.start(openRouter);
        patiently().until(() -> !store.askedOn.isEmpty());

        openRouter.close();
        store.reserving.countDown();

        assertThatThrownBy(() -> Async.result(future)).isInstanceOf(LangChain4jException.class);
        assertGivenBack();
        assertThat(server.requests(call.path)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_client_without_threads_ends_it_and_gives_the_reservation_back(Call call) {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        var client =
                new OkHttpClient.Builder().dispatcher(new Dispatcher(threads)).build();
        try (OpenRouter withoutThreads = connection(OpenRouterBudget.builder().store(store))
                .okHttpClient(client)
                .build()) {
            withoutThreads.modelCatalog().models();
            threads.shutdown();
            store.reserving.countDown();

            assertThatThrownBy(() -> Async.result(call.start(withoutThreads)))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("has been shut down");
            assertGivenBack();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_fails_if_the_store_fails(Call call) {
        store.down = true;
        store.reserving.countDown();

        assertThatThrownBy(() -> Async.result(call.start(openRouter)))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("the storage is down");
        assertThat(server.requests(call.path)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void it_fails_if_the_budget_has_no_room(Call call) {
        store.balance = new Balance(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO);
        store.reserving.countDown();

        assertThatThrownBy(() -> Async.result(call.start(openRouter)))
                .isInstanceOf(OpenRouterBudgetExceededException.class)
                .hasMessageContaining("spent $1");
        assertThat(server.requests(call.path)).isEmpty();
        assertThat(store.settled).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void it_fails_and_reserves_nothing_if_no_thread_can_wait(Call call) {
        provide(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThatThrownBy(() -> Async.result(call.start(openRouter)))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("no thread for the call");
        assertThat(store.askedOn).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUBLISHER") // whose subscriber must not wait for sinks either
    void a_budget_in_memory_needs_no_other_thread(Call call) {
        try (OpenRouter inMemory = connection(OpenRouterBudget.builder()).build()) {
            inMemory.modelCatalog().models();
            provide(task -> {
                throw new RejectedExecutionException("full");
            });

            Async.result(call.start(inMemory));
        }
    }

    @Test
    void a_plain_call_waits_on_its_own_thread() {
        store.reserving.countDown();

        openRouter.chatModel().build().chat("Hi");

        assertThat(store.askedOn).containsExactly(caller);
    }

    @Test
    void the_sinks_of_a_stream_begin_on_its_callers_thread_nevertheless() {
        store.reserving.countDown();
        CompletableFuture<Thread> begun = new CompletableFuture<>();
        var sink = new OpenRouterCostSink() {
            @Override
            public Supplier<OpenRouterCostSink> begin() {
                begun.complete(Thread.currentThread());
                return () -> this;
            }

            @Override
            public void accept(OpenRouterCostRecord cost) {}
        };
        var budget = OpenRouterBudget.builder().store(store);
        try (OpenRouter watched = connection(budget)
                .costListener(new OpenRouterCostListener(sink))
                .build()) {
            Async.result(Call.STREAM.start(watched));
        }

        assertThat(begun).isCompletedWithValue(caller);
    }

    private void assertGivenBack() {
        patiently()
                .untilAsserted(() -> assertThat(store.settled.values())
                        .isNotEmpty()
                        .hasSameSizeAs(store.reserved)
                        .allSatisfy(outcome -> assertThat(outcome).isEqualTo(Outcome.known(BigDecimal.ZERO))));
    }

    private OpenRouter.Builder connection(OpenRouterBudget.Builder budget) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .budget(budget.limit(BigDecimal.ONE).settleUnknown(false).build());
    }

    private static void provide(Executor executor) {
        ExecutorProvider.set(() -> executor);
    }

    /** Every way to start a call. */
    enum Call {
        CHAT(
                "/chat/completions",
                openRouter -> openRouter
                        .chatModel()
                        .maxOutputTokens(100)
                        .build()
                        .chatAsync(ChatRequest.builder()
                                .messages(UserMessage.from("Hi"))
                                .build())),
        STREAM("/chat/completions", Call::stream),
        PUBLISHER("/chat/completions", Call::publisher),
        EMBEDDING(
                "/embeddings",
                openRouter -> openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .maxSegmentsPerBatch(1)
                        .build()
                        .embedAsync(EmbeddingRequest.builder().inputs("a", "b").build())),
        DECISION(
                "/api/alpha/decisions",
                openRouter -> openRouter
                        .decisionModel()
                        .modelName("typesafe/jev-1.13")
                        .build()
                        .decideAsync(DecisionRequest.builder()
                                .input("The app shows error 500 since noon")
                                .question("urgent", YesNoQuestion.from("Is it urgent?"))
                                .build())),
        RERANK(
                "/rerank",
                openRouter -> openRouter
                        .scoringModel()
                        .modelName("cohere/rerank-v3.5")
                        .maxDocumentsPerRequest(1)
                        .build()
                        .scoreAsync(scoring())),
        LLM_RERANK(
                "/chat/completions",
                openRouter -> openRouter.llmScoringModel().build().scoreAsync(scoring()));

        private final String path;
        private final Function<OpenRouter, CompletableFuture<?>> start;

        Call(String path, Function<OpenRouter, CompletableFuture<?>> start) {
            this.path = path;
            this.start = start;
        }

        CompletableFuture<?> start(OpenRouter openRouter) {
            return start.apply(openRouter);
        }

        private static CompletableFuture<?> stream(OpenRouter openRouter) {
            var end = new CompletableFuture<>();
            var handler = new HandlerRecorder();
            handler.in("answer", () -> end.complete(handler.answers().get(0)));
            handler.in("error", () -> end.completeExceptionally(handler.errors().get(0)));
            openRouter.streamingChatModel().maxOutputTokens(100).build().chat("Hi", handler);
            return end;
        }

        /** Its cancellation is that of the subscription. */
        private static CompletableFuture<?> publisher(OpenRouter openRouter) {
            var answer = new CompletableFuture<ChatModelStreamingEvent>();
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Hi"))
                    .maxOutputTokens(100)
                    .build();
            var model = openRouter.streamingChatModel().retryWithinCredits(true).build();
            model.chat(request).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                    answer.whenComplete((event, failure) -> subscription.cancel());
                }

                @Override
                public void onNext(ChatModelStreamingEvent event) {
                    if (event instanceof CompleteResponse) {
                        answer.complete(event);
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {}
            });
            return answer;
        }

        private static ScoringRequest scoring() {
            return ScoringRequest.builder()
                    .documents(List.of("Berlin", "Paris"))
                    .query("Where?")
                    .build();
        }
    }
}
