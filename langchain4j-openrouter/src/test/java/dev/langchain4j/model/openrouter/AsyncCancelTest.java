package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.http.TellingTime;
import dev.langchain4j.model.openrouter.support.HangingSockets;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.QueueingExecutor;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cancelled future ends its call at once, in every phase, and the cost is counted as for other calls. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncCancelTest {

    private static final ChatRequest HI =
            ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    private static final ScoringRequest SCORING =
            ScoringRequest.builder().documents(List.of("Hi")).query("Hi").build();
    private static final Duration LONG = Duration.ofSeconds(50);

    private final OpenRouterServer server;
    private final OpenRouterBudget budget = OpenRouterBudget.builder()
            .limit(new BigDecimal("10"))
            .settleUnknown(false)
            .build();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final OkHttpClient client = OwnOkHttp.builder().build();
    private final AtomicBoolean waits = new AtomicBoolean();
    private OpenRouter openRouter;

    AsyncCancelTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection(server.baseUrl()).build();
        openRouter.modelCatalog().models();
    }

    @AfterEach
    void close() {
        openRouter.close();
        OwnOkHttp.close(client);
    }

    @Test
    void while_the_answer_is_awaited_the_cost_is_unknown() {
        server.answer(Answer.text("late").afterDelay(LONG));
        CompletableFuture<ChatResponse> future = ask();
        patiently().until(() -> server.requests("/chat/completions").size() == 1);

        future.cancel(true);

        assertCancelled(future);
        assertUnsettled();
    }

    @Test
    void while_the_body_is_read_the_cost_is_unknown() {
        server.answer(Answer.stalled(Answer.text("Hello")));
        CompletableFuture<ChatResponse> future = ask();
        patiently().until(() -> server.requests("/chat/completions").size() == 1);

        future.cancel(true);

        assertCancelled(future);
        assertUnsettled();
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.attempts()).isOne());
    }

    @Test
    void while_the_call_waits_to_be_repeated_only_the_refused_attempt_counts() {
        server.answer(Answer.error(429, "Slow down").retryAfter(50), Answer.text("never asked for"));
        CompletableFuture<ChatResponse> future = ask();
        patiently().untilTrue(waits);

        future.cancel(true);

        assertCancelled(future);
        patiently().untilAsserted(() -> assertThat(budget.reserved()).isZero());
        assertThat(budget.unsettled()).isZero();
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void while_the_call_waits_for_its_turn_nothing_counts() {
        openRouter.close();
        openRouter = connection(server.baseUrl())
                .modelName("openai/gpt-oss-20b:free")
                .freeModelPacer(OpenRouterFreeModelPacer.of(1, 1000))
                .build();
        openRouter.modelCatalog().models();
        openRouter.chatModel().build().chat(HI);
        records.clear();
        CompletableFuture<ChatResponse> future = ask();
        patiently().untilTrue(waits);

        future.cancel(true);

        assertCancelled(future);
        patiently().untilAsserted(() -> assertThat(budget.reserved()).isZero());
        assertThat(budget.unsettled()).isZero();
        assertThat(server.requests("/chat/completions")).hasSize(1);
        assertThat(records).as("nothing was sent").isEmpty();
    }

    @Test
    void while_it_connects_nothing_counts() throws InterruptedException {
        CountDownLatch connects = new CountDownLatch(1);
        OpenRouter hanging = connection(server.baseUrl())
                .budget(null) // whose prices would have to be fetched first
                .okHttpClient(client.newBuilder()
                        .socketFactory(new HangingSockets(connects))
                        .build())
                .build();
        try (hanging) {
            CompletableFuture<ChatResponse> future = hanging.chatModel().build().chatAsync(HI);
            assertThat(connects.await(20, TimeUnit.SECONDS)).isTrue();

            future.cancel(true);

            assertCancelled(future);
            patiently().untilAsserted(() -> assertThat(records).hasSize(1));
            assertThat(records.get(0).outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(records.get(0).unsettled()).isZero();
        }
    }

    @Test
    void while_it_waits_for_a_thread_nothing_counts() {
        QueueingExecutor threads = new QueueingExecutor();
        OkHttpClient queueing =
                client.newBuilder().dispatcher(new Dispatcher(threads)).build();
        try (OpenRouter waiting =
                connection(server.baseUrl()).okHttpClient(queueing).build()) {
            waiting.modelCatalog().models();
            CompletableFuture<ChatResponse> future = waiting.chatModel().build().chatAsync(HI);
            assertThat(threads.queue()).hasSize(1);

            future.cancel(true);

            assertCancelled(future);
            patiently().untilAsserted(() -> assertThat(budget.reserved()).isZero());
            threads.queue().forEach(Runnable::run);
            assertThat(server.requests("/chat/completions"))
                    .as("no thread takes it up")
                    .isEmpty();
        }
    }

    @Test
    void an_answer_that_was_there_before_keeps_its_cost() {
        CompletableFuture<ChatResponse> future = ask();
        ChatResponse response = future.join();

        assertThat(future.cancel(true)).isFalse();

        assertThat(budget.spent()).isEqualByComparingTo(((OpenRouterTokenUsage) response.tokenUsage()).cost());
    }

    static Stream<Arguments> futures() {
        return Stream.of(
                arguments("doChatAsync", (Function<OpenRouter, CompletableFuture<?>>) openRouter -> openRouter
                        .chatModel()
                        .build()
                        .doChatAsync(ChatRequest.builder()
                                .messages(UserMessage.from("Hi"))
                                .modelName("openai/gpt-4o")
                                .build())),
                arguments("chatAsync(request)", (Function<OpenRouter, CompletableFuture<?>>)
                        openRouter -> openRouter.chatModel().build().chatAsync(HI)),
                arguments("chatAsync(text)", (Function<OpenRouter, CompletableFuture<?>>)
                        openRouter -> openRouter.chatModel().build().chatAsync("Hi")),
                arguments("embedAsync", (Function<OpenRouter, CompletableFuture<?>>) openRouter -> openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .build()
                        .embedAsync(EmbeddingRequest.builder().input("Hi").build())),
                arguments("scoreAsync", (Function<OpenRouter, CompletableFuture<?>>) openRouter -> openRouter
                        .scoringModel()
                        .modelName("cohere/rerank-v3.5")
                        .build()
                        .scoreAsync(SCORING)),
                arguments("scoreAsync of a chat model", (Function<OpenRouter, CompletableFuture<?>>)
                        openRouter -> openRouter.llmScoringModel().build().scoreAsync(SCORING)),
                arguments("scoreAsync of two models", (Function<OpenRouter, CompletableFuture<?>>)
                        openRouter -> openRouter
                                .llmScoringModel()
                                .build()
                                .refine(openRouter
                                        .scoringModel()
                                        .modelName("cohere/rerank-v3.5")
                                        .build())
                                .scoreAsync(SCORING)),
                arguments("decideAsync", (Function<OpenRouter, CompletableFuture<?>>) openRouter -> openRouter
                        .decisionModel()
                        .modelName("typesafe/jev-1.13")
                        .build()
                        .decideAsync(DecisionRequest.builder()
                                .input("Hi")
                                .question("greeting", YesNoQuestion.from("Is it a greeting?"))
                                .build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("futures")
    void a_timeout_of_the_future_ends_the_call_too(String name, Function<OpenRouter, CompletableFuture<?>> call) {
        server.when(Match.path("/models").negate()).answer(Answer.text("late").afterDelay(LONG));
        CompletableFuture<?> future = call.apply(openRouter).orTimeout(200, TimeUnit.MILLISECONDS);

        assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);

        patiently().untilAsserted(() -> assertThat(records).hasSize(1));
        assertThat(records.get(0).outcome()).isIn(Outcome.UNKNOWN, Outcome.CANCELLED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("futures")
    void a_stage_that_follows_sees_the_failure_itself(String name, Function<OpenRouter, CompletableFuture<?>> call) {
        server.when(Match.path("/models").negate()).answer(Answer.error(400, "no"));
        CompletableFuture<Throwable> seen = new CompletableFuture<>();

        call.apply(openRouter).whenComplete((answer, failure) -> seen.complete(failure));

        assertThat(seen.join()).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void listeners_do_not_hear_of_it() {
        AtomicInteger errors = new AtomicInteger();
        server.answer(Answer.text("late").afterDelay(LONG));
        CompletableFuture<ChatResponse> future = openRouter
                .chatModel()
                .listeners(new ChatModelListener() {
                    @Override
                    public void onError(ChatModelErrorContext context) {
                        errors.incrementAndGet();
                    }
                })
                .build()
                .chatAsync(HI);
        patiently().until(() -> server.requests("/chat/completions").size() == 1);

        future.cancel(true);

        patiently().untilAsserted(() -> assertThat(records).hasSize(1));
        assertThat(errors).hasValue(0);
    }

    @Test
    void the_first_failed_batch_of_an_embedding_cancels_the_others() {
        server.when(Match.body(body -> body.path("input").toString().contains("bad")))
                .answer(Answer.error(400, "no"));
        server.when(Match.body(body -> body.path("input").toString().contains("slow")))
                .answer(Answer.text("late").afterDelay(LONG));
        OpenRouterEmbeddingModel model = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(1)
                .maxConcurrency(2)
                .build();

        CompletableFuture<?> future = model.embedAsync(EmbeddingRequest.builder()
                .inputs("slow", "bad", "never sent", "nor this")
                .build());

        assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(InvalidRequestException.class);
        assertThat(server.requests("/embeddings")).hasSizeLessThanOrEqualTo(2);
        assertThat(budget.reserved()).as("counted before the future ends").isZero();
    }

    private CompletableFuture<ChatResponse> ask() {
        return openRouter.chatModel().build().chatAsync(HI);
    }

    private static void assertCancelled(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCancelled();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }

    private void assertUnsettled() {
        patiently().untilAsserted(() -> assertThat(records).hasSize(1));
        assertThat(records.get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(budget.unsettled()).isPositive();
        patiently().untilAsserted(() -> assertThat(server.openStreams()).isZero());
    }

    private OpenRouter.Builder connection(String baseUrl) {
        return OpenRouter.builder()
                .baseUrl(baseUrl)
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .budget(budget)
                .costListener(new OpenRouterCostListener(records::add))
                .time(new TellingTime(waits));
    }
}
