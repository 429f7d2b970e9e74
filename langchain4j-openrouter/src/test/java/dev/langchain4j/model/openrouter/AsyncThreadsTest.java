package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.spi.ExecutorProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A thread of the transport carries a request, or it is idle: it never waits for a timer, another call or a look-up. A
 * busy thread without a request of its own at the server would be one that blocks.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncThreadsTest {

    private static final String FREE = "openai/gpt-oss-20b:free";

    private final OpenRouterServer server;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    private final OkHttpClient client =
            new OkHttpClient.Builder().dispatcher(new Dispatcher(threads)).build();
    private final OpenRouter openRouter;

    AsyncThreadsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection().build();
    }

    @AfterEach
    void close() {
        gate.countDown();
        openRouter.close();
        threads.shutdown();
        client.connectionPool().evictAll();
    }

    @Test
    void a_call_under_way_holds_one_thread() {
        server.when(Match.path("/chat/completions")).answer(behindTheGate(request -> Answer.text("Hello")));

        CompletableFuture<ChatResponse> future = chat(openRouter);

        patiently().until(() -> server.requests("/chat/completions").size() == 1);
        assertThat(threads.getActiveCount()).isOne();
        gate.countDown();
        assertThat(Async.result(future).aiMessage().text()).isEqualTo("Hello");
    }

    @Test
    void a_call_that_waits_to_be_repeated_holds_none() {
        server.answer(Answer.error(429, "Slow down").retryAfter(30));

        CompletableFuture<ChatResponse> future = chat(openRouter);

        patiently().until(() -> server.requests("/chat/completions").size() == 1);
        patiently().until(() -> threads.getActiveCount() == 0);
        assertThat(future).isNotDone();
        future.cancel(true);
    }

    @Test
    void a_stream_that_waits_to_be_repeated_holds_none() {
        server.answer(Answer.error(429, "Slow down").retryAfter(30));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Hi", handler);

        patiently().until(() -> server.requests("/chat/completions").size() == 1);
        patiently().until(() -> threads.getActiveCount() == 0);
        assertThat(handler.hasEnded()).isFalse();
        openRouter.close();
        handler.awaitEnd();
    }

    @Test
    void calls_that_wait_for_their_turn_hold_none() {
        try (OpenRouter paced = connection()
                .modelName(FREE)
                .freeModelPacer(OpenRouterFreeModelPacer.of(1, 1000))
                .build()) {
            Async.result(chat(paced));

            List<CompletableFuture<ChatResponse>> waiting =
                    IntStream.range(0, 5).mapToObj(i -> chat(paced)).toList();

            patiently().until(() -> threads.getActiveCount() == 0);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(server.requests("/chat/completions")).hasSize(1);
            waiting.forEach(future -> future.cancel(true));
        }
    }

    @Test
    void one_look_up_of_the_key_serves_all_calls_that_wait_for_it_and_holds_one_thread() {
        server.when(Match.path("/key")).answer(behindTheGate(request -> Answer.unscripted()));
        try (OpenRouter paced = connection()
                .modelName(FREE)
                .freeModelPacer(OpenRouterFreeModelPacer.ofKey())
                .build()) {
            List<CompletableFuture<ChatResponse>> waiting =
                    IntStream.range(0, 5).mapToObj(i -> chat(paced)).toList();
            patiently().until(() -> server.requests("/key").size() == 1);

            assertThat(threads.getActiveCount()).isOne();
            gate.countDown();
            waiting.forEach(Async::result);
            assertThat(server.requests("/key")).hasSize(1);
        }
    }

    @Test
    void the_prices_of_a_budget_are_fetched_once_elsewhere_while_nobody_waits() {
        server.when(Match.path("/models")).answer(behindTheGate(request -> Answer.unscripted()));
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        try (OpenRouter limited = connection().budget(budget).build()) {
            List<CompletableFuture<ChatResponse>> waiting =
                    IntStream.range(0, 5).mapToObj(i -> chat(limited)).toList();
            patiently().until(() -> server.requests("/models").size() == 1);

            assertThat(threads.getActiveCount()).isZero();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            gate.countDown();
            waiting.forEach(Async::result);
            assertThat(server.requests("/models")).hasSize(1);
            assertThat(budget.reserved()).isZero();
        }
    }

    @Test
    void prices_that_could_not_be_fetched_are_fetched_for_the_next_call() {
        server.when(Match.path("/models")).answer(Answer.error(400, "No catalog today"), Answer.unscripted());
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.TEN).build();
        try (OpenRouter limited = connection().budget(budget).build()) {
            assertThatThrownBy(() -> Async.result(chat(limited))).hasMessageContaining("No catalog today");

            assertThat(Async.result(chat(limited)).aiMessage().text()).isNotBlank();
        }
    }

    @Test
    void what_follows_one_call_delays_no_other_that_waited_for_the_same_prices() {
        server.when(Match.path("/models")).answer(behindTheGate(request -> Answer.unscripted()));
        OpenRouterBudget none =
                OpenRouterBudget.builder().limit(new BigDecimal("1e-12")).build();
        List<CompletableFuture<Void>> arrived =
                List.of(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
        var all = CompletableFuture.allOf(arrived.toArray(CompletableFuture[]::new))
                .orTimeout(20, TimeUnit.SECONDS);
        try (OpenRouter limited = connection().budget(none).build()) {
            List<CompletableFuture<Throwable>> followed = arrived.stream()
                    .map(mine -> chat(limited).handle((answer, refusal) -> {
                        mine.complete(null);
                        all.join();
                        return refusal;
                    }))
                    .toList();
            patiently().until(() -> server.requests("/models").size() == 1);

            gate.countDown();

            assertThat(followed)
                    .allSatisfy(refusal ->
                            assertThat(Async.result(refusal)).isInstanceOf(OpenRouterBudgetExceededException.class));
        }
    }

    @Test
    void the_content_that_an_embedding_model_accepts_is_fetched_elsewhere() {
        server.when(Match.path("/models")).answer(behindTheGate(request -> Answer.unscripted()));

        CompletableFuture<EmbeddingResponse> future = embedding(ImageContent.from("aGk=", "image/png"));

        patiently().until(() -> server.requests("/models").size() == 1);
        assertThat(future).isNotDone();
        gate.countDown();
        assertThat(Async.result(future).embeddings()).hasSize(1);
    }

    @Test
    void a_cancellation_reaches_an_embedding_whose_content_was_looked_up() {
        server.when(Match.path("/embeddings")).answer(behindTheGate(request -> Answer.unscripted()));
        CompletableFuture<EmbeddingResponse> future = embedding(TextContent.from("Hi"));
        patiently().until(() -> server.requests("/embeddings").size() == 1);

        future.cancel(true);

        patiently().until(() -> threads.getActiveCount() == 0);
    }

    @Test
    void an_embedding_that_is_cancelled_during_its_look_up_is_not_sent() {
        server.when(Match.path("/models")).answer(behindTheGate(request -> Answer.unscripted()));
        CompletableFuture<EmbeddingResponse> future = embedding(TextContent.from("never sent"));
        patiently().until(() -> server.requests("/models").size() == 1);

        future.cancel(true);
        gate.countDown();

        assertThat(Async.result(embedding(TextContent.from("Hi"))).embeddings()).hasSize(1);
        patiently().until(() -> threads.getActiveCount() == 0);
        assertThat(server.requests("/embeddings")).hasSize(1);
    }

    @Test
    void content_that_cannot_be_looked_up_is_asked_for_once() {
        server.when(Match.path("/models")).answer(Answer.error(400, "No catalog today"));

        assertThat(Async.result(embedding(TextContent.from("Hi"))).embeddings()).hasSize(1);
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void a_look_up_needs_one_thread_of_an_executor_without_a_queue() {
        var one = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        ExecutorProvider.set(() -> one);
        try {
            CompletableFuture<EmbeddingResponse> future = embedding(ImageContent.from("aGk=", "image/png"));

            assertThat(Async.result(future).embeddings()).hasSize(1);
        } finally {
            ExecutorProvider.set(null);
            one.shutdown();
        }
    }

    /** @param content that the model accepts if the catalog is known */
    private CompletableFuture<EmbeddingResponse> embedding(Content content) {
        return openRouter
                .embeddingModel()
                .modelName("google/gemini-embedding-2")
                .capabilitiesFromCatalog()
                .timeout(Duration.ofDays(1)) // longer than this test: nobody who waits goes on
                .build()
                .embedAsync(EmbeddingRequest.builder().input(content).build());
    }

    @Test
    void the_ids_for_the_message_about_an_unknown_name_are_fetched_elsewhere() {
        server.when(Match.path("/models")).answer(behindTheGate(request -> Answer.unscripted()));
        ChatRequest unknown = ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .modelName("gpt-4-opus")
                .build();

        CompletableFuture<ChatResponse> future = openRouter.chatModel().build().chatAsync(unknown);

        patiently().until(() -> server.requests("/models").size() == 1);
        assertThat(threads.getActiveCount()).isZero();
        gate.countDown();
        assertThatThrownBy(() -> Async.result(future))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("Closest ids");
    }

    @Test
    void a_bare_name_of_an_author_needs_no_ids() {
        server.answer(Answer.text("Hello"));
        try (OpenRouter ofOpenAi = connection()
                .modelAliases(OpenRouterModelAliases.ofAuthor("openai"))
                .modelName("gpt-5.2")
                .build()) {
            assertThat(Async.result(chat(ofOpenAi)).aiMessage().text()).isEqualTo("Hello");
        }

        assertThat(server.requests("/models")).isEmpty();
    }

    @Test
    void without_a_thread_for_the_ids_the_message_about_an_unknown_id_has_none() {
        server.answer(Answer.error(400, "openai/gpt-17 is not a valid model ID"));
        ExecutorProvider.set(() -> task -> {
            throw new RejectedExecutionException("full");
        });
        ChatRequest unknown = ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .modelName("openai/gpt-17")
                .build();
        try {
            CompletableFuture<ChatResponse> future =
                    openRouter.chatModel().build().chatAsync(unknown);

            assertThatThrownBy(() -> Async.result(future))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("openai/gpt-17 is not a valid model ID");
        } finally {
            ExecutorProvider.set(null);
        }
    }

    @Test
    void the_ids_for_the_message_about_an_unknown_id_are_fetched_elsewhere() {
        server.when(Match.path("/models")).answer(behindTheGate(request -> Answer.unscripted()));
        server.answer(Answer.error(400, "openai/gpt-17 is not a valid model ID"));
        ChatRequest unknown = ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .modelName("openai/gpt-17")
                .build();

        CompletableFuture<ChatResponse> future = openRouter.chatModel().build().chatAsync(unknown);

        patiently().until(() -> server.requests("/models").size() == 1);
        patiently().until(() -> threads.getActiveCount() == 0);
        gate.countDown();
        assertThatThrownBy(() -> Async.result(future))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("Closest ids");
    }

    @Test
    void the_batches_of_an_embedding_hold_a_thread_for_each_request_under_way() {
        server.when(Match.path("/embeddings")).answer(behindTheGate(request -> Answer.unscripted()));
        List<String> texts = IntStream.range(0, 10).mapToObj(i -> "text " + i).toList();

        var future = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(1)
                .maxConcurrency(3)
                .build()
                .embedAsync(EmbeddingRequest.builder()
                        .inputs(texts.toArray(String[]::new))
                        .build());

        patiently().until(() -> server.requests("/embeddings").size() == 3);
        assertThat(threads.getActiveCount()).isEqualTo(3);
        gate.countDown();
        assertThat(Async.result(future).embeddings()).hasSize(10);
        assertThat(server.requests("/embeddings")).hasSize(10);
    }

    @Test
    void the_calls_of_an_llm_reranking_hold_a_thread_for_each_request_under_way() {
        server.when(Match.path("/chat/completions")).answer(behindTheGate(request -> Answer.unscripted()));
        List<String> texts =
                IntStream.range(0, 40).mapToObj(i -> "passage " + i).toList();
        var model = openRouter
                .llmScoringModel()
                .strategy(OpenRouterLlmScoringModel.Strategy.POINTWISE)
                .maxConcurrency(4)
                .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER) // the server grades all alike
                .build();

        var future = model.scoreAsync(
                ScoringRequest.builder().documents(texts).query("passages?").build());

        patiently().until(() -> server.requests("/chat/completions").size() == 4);
        assertThat(threads.getActiveCount()).isEqualTo(4);
        gate.countDown();
        assertThat(Async.result(future).scores()).hasSize(40);
    }

    @Test
    void many_calls_at_once_are_all_sent_and_all_answered() {
        int calls = 200;
        server.when(Match.path("/chat/completions")).answer(behindTheGate(request -> Answer.text("Hello")));
        OpenRouterChatModel model = openRouter.chatModel().build();
        List<CompletableFuture<String>> futures = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            futures.add(model.chatAsync("Hi"));
        }

        // OkHttp's own limit of five per host would keep the other requests from the server
        patiently().until(() -> server.requests("/chat/completions").size() == calls);
        assertThat(threads.getActiveCount()).isEqualTo(calls);
        gate.countDown();

        assertThat(futures)
                .allSatisfy(future -> assertThat(Async.result(future)).isEqualTo("Hello"));
        patiently().until(() -> threads.getActiveCount() == 0);
    }

    private static CompletableFuture<ChatResponse> chat(OpenRouter openRouter) {
        return openRouter
                .chatModel()
                .build()
                .chatAsync(
                        ChatRequest.builder().messages(UserMessage.from("Hi")).build());
    }

    /** The server's thread waits, as a model does that thinks. */
    private Answer behindTheGate(Function<RecordedRequest, Answer> answer) {
        return Answer.computed(request -> {
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer.apply(request);
        });
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .okHttpClient(client)
                .connectTimeout(Duration.ofSeconds(20))
                .time(Time.system());
    }
}
