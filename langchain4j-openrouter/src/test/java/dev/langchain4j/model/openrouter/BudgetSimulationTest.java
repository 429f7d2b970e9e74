package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Ledger;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sixty-four threads call every endpoint that costs money, and every call meets a fault that is drawn at random; the server
 * bills by its own book. The profile {@code thorough} has many more calls.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(600)
class BudgetSimulationTest {

    private static final int CALLS = Integer.getInteger("budget.calls", 512);
    private static final int THREADS = 64;
    private static final int ENDPOINTS = 13;
    private static final long SEED = Long.getLong("budget.seed", 20261125);

    /** Less than what a chat of 50 tokens reserves: the server bills by its prices, as OpenRouter does. */
    private static final String COST = "0.00003";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What can become of a call, beside being answered. */
    private enum Fate {
        ANSWERED,
        CUT,
        LOST,
        RESET,
        STALLED,
        REFUSED,
        BUSY,
        POOR,
        FAILED_WITH_PART,
        FAILED_AND_CHARGED,
        CANCELLED,
        INTERRUPTED,
        ERROR_IN_LISTENER,
        CLOSED
    }

    private final OpenRouterServer server;
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();
    private final Set<String> heardOf = ConcurrentHashMap.newKeySet();
    private final OpenRouterBudget budget = OpenRouterBudget.builder()
            .limit(new BigDecimal("10000"))
            .perSession(new BigDecimal("10000"))
            .time(new FakeTime())
            .build();

    private final OpenRouter openRouter;
    private final OpenRouter impatient;

    BudgetSimulationTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection(PATIENCE);
        this.impatient = connection(Duration.ofMillis(300));
    }

    @AfterEach
    void close() {
        openRouter.close();
        impatient.close();
    }

    @Test
    void the_budget_is_never_below_the_servers_book_and_equal_to_it_in_the_end() throws Exception {
        server.when(Match.path("/chat/completions")).answer(Answer.computed(BudgetSimulationTest::answer));
        server.when(Match.path("/embeddings")).answer(Answer.computed(BudgetSimulationTest::answer));
        server.when(Match.path("/api/alpha/decisions")).answer(Answer.computed(BudgetSimulationTest::answer));
        server.when(Match.path("/rerank")).answer(Answer.computed(BudgetSimulationTest::answer));
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<@Nullable String> below = new AtomicReference<>();
        Thread auditor = new Thread(() -> {
            while (!over.get()) {
                audit(below);
                Thread.yield();
            }
        });
        auditor.start();
        Random random = new Random(SEED);
        List<Callable<@Nullable Void>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            int endpoint = random.nextInt(ENDPOINTS);
            Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
            calls.add(() -> {
                if (fate == Fate.CLOSED) {
                    try (OpenRouter own = connection(PATIENCE)) {
                        run(own, endpoint, fate);
                    }
                } else {
                    run(fate == Fate.STALLED ? impatient : openRouter, endpoint, fate);
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<@Nullable Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
            over.set(true);
            auditor.join();
        }
        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0 && server.openStreams() == 0);
        budget.settle();

        assertThat(below.get()).isNull();
        assertThat(budget.spent())
                .isEqualByComparingTo(bookOfWhatTheClientHeardOf())
                .isPositive();
        assertThat(budget.spent().add(budget.unsettled()))
                .isGreaterThanOrEqualTo(server.ledger().cost());
        assertThat(totals.total().cost()).isEqualByComparingTo(budget.spent());
    }

    /** The rest is of calls of which no head of a response came back: nobody can ask for those. */
    private BigDecimal bookOfWhatTheClientHeardOf() {
        return server.ledger().charges().stream()
                .filter(charge -> heardOf.contains(charge.generationId()))
                .map(Ledger.Charge::cost)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void hear(OpenRouterCostRecord record) {
        record.attemptOutcomes().stream()
                .map(OpenRouterCostRecord.Attempt::generationId)
                .filter(Objects::nonNull)
                .forEach(heardOf::add);
    }

    /** The book first, then in the order in which amounts move: what the book has by then is read at least once. */
    private void audit(AtomicReference<@Nullable String> below) {
        BigDecimal book = server.ledger().cost();
        BigDecimal counted = budget.reserved();
        counted = counted.add(budget.unsettled());
        counted = counted.add(budget.spent());
        if (counted.compareTo(book) < 0) {
            below.compareAndSet(null, "the budget counts " + counted + " when the server has billed " + book);
        }
    }

    private OpenRouter connection(Duration timeout) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .timeout(timeout)
                .streamIdleTimeout(timeout)
                .maxRetries(1)
                .budget(budget)
                .costListener(new OpenRouterCostListener(totals, this::hear))
                .build();
    }

    private static void run(OpenRouter openRouter, int endpoint, Fate fate) {
        String said = "1 " + fate;
        if (fate == Fate.INTERRUPTED) {
            interruptSoon(Thread.currentThread());
        }
        try {
            switch (endpoint) {
                case 0, 1 ->
                    openRouter
                            .chatModel()
                            .maxOutputTokens(50)
                            .sessionId("s")
                            .build()
                            .chat(said);
                case 2 -> stream(openRouter, said, fate);
                case 3 ->
                    openRouter
                            .embeddingModel()
                            .modelName("openai/text-embedding-3-small")
                            .maxSegmentsPerBatch(1)
                            .build()
                            .embedAll(List.of(TextSegment.from(said), TextSegment.from(said + " again")));
                case 4 ->
                    openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v3.5")
                            .build()
                            .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), said);
                case 5 ->
                    openRouter
                            .imageModel()
                            .modelName("bytedance-seed/seedream-4.5")
                            .build()
                            .generate(said);
                case 6 -> decide(openRouter, said);
                case 7 -> chatAsync(openRouter, said, fate);
                case 8 -> embedAsync(openRouter, said, fate);
                case 9 -> rerankAsync(openRouter, said, fate);
                case 10 -> decideAsync(openRouter, said, fate);
                case 11 ->
                    openRouter
                            .llmScoringModel()
                            .build()
                            .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), said);
                default ->
                    openRouter
                            .transcriptionModel()
                            .modelName("openai/whisper-large-v3")
                            .build()
                            .transcribeToText(Audio.builder()
                                    .binaryData(new byte[4_800])
                                    .mimeType("audio/wav")
                                    .build());
            }
        } catch (RuntimeException | Error expected) {
            // the fault that was drawn
        } finally {
            Thread.interrupted();
        }
    }

    private static void decide(OpenRouter openRouter, String said) {
        openRouter.decisionModel().modelName("typesafe/jev-1.13").build().decide(question(said));
    }

    private static DecisionRequest question(String said) {
        return DecisionRequest.builder()
                .input(said)
                .question("urgent", YesNoQuestion.from("Is it urgent?"))
                .build();
    }

    private static void chatAsync(OpenRouter openRouter, String said, Fate fate) {
        end(
                openRouter
                        .chatModel()
                        .maxOutputTokens(50)
                        .sessionId("s")
                        .build()
                        .chatAsync(ChatRequest.builder()
                                .messages(UserMessage.from(said))
                                .build()),
                openRouter,
                fate);
    }

    private static void embedAsync(OpenRouter openRouter, String said, Fate fate) {
        end(
                openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .maxSegmentsPerBatch(1)
                        .build()
                        .embedAsync(EmbeddingRequest.builder()
                                .inputs(List.of(EmbeddingInput.from(said), EmbeddingInput.from(said + " again")))
                                .build()),
                openRouter,
                fate);
    }

    private static void rerankAsync(OpenRouter openRouter, String said, Fate fate) {
        end(
                openRouter
                        .scoringModel()
                        .modelName("cohere/rerank-v3.5")
                        .build()
                        .scoreAsync(ScoringRequest.builder()
                                .documents(List.of("a", "b"))
                                .query(said)
                                .build()),
                openRouter,
                fate);
    }

    private static void decideAsync(OpenRouter openRouter, String said, Fate fate) {
        end(
                openRouter
                        .decisionModel()
                        .modelName("typesafe/jev-1.13")
                        .build()
                        .decideAsync(question(said)),
                openRouter,
                fate);
    }

    private static void end(CompletableFuture<?> answer, OpenRouter openRouter, Fate fate) {
        if (fate == Fate.CANCELLED || fate == Fate.INTERRUPTED) {
            answer.cancel(true);
        } else if (fate == Fate.CLOSED) {
            openRouter.close();
        }
        answer.join();
    }

    private static void stream(OpenRouter openRouter, String said, Fate fate) {
        HandlerRecorder handler = new HandlerRecorder();
        if (fate == Fate.ERROR_IN_LISTENER) {
            handler.in("text", () -> {
                throw new AssertionError("the user's own");
            });
        }
        openRouter
                .streamingChatModel()
                .maxOutputTokens(50)
                .sessionId("s")
                .build()
                .chat(said, handler);
        if (fate == Fate.CANCELLED || fate == Fate.CLOSED) {
            handler.awaitCall("text Once ");
            if (fate == Fate.CANCELLED) {
                handler.cancel();
            } else {
                openRouter.close();
            }
            return;
        }
        handler.awaitEnd();
    }

    private static void interruptSoon(Thread caller) {
        Thread interrupter = new Thread(caller::interrupt);
        interrupter.setDaemon(true);
        interrupter.start();
    }

    /** The fate stands in what was asked. */
    private static Answer answer(RecordedRequest request) {
        String said = request.body().toString();
        Fate fate = Fate.ANSWERED;
        for (Fate candidate : Fate.values()) {
            if (said.contains("1 " + candidate)) {
                fate = candidate;
            }
        }
        boolean chat = request.path().equals("/chat/completions");
        boolean streams = request.body().path("stream").asBoolean();
        Answer charged = chat ? Answer.text("Once upon a time").usage(5, 4, COST) : Answer.unscripted();
        return switch (fate) {
            case CUT -> Answer.cut(charged);
            case LOST -> Answer.lost(charged);
            case RESET -> Answer.fault(Fault.CONNECTION_RESET);
            case STALLED -> Answer.stalled(charged);
            case REFUSED -> Answer.error(400, "no");
            case BUSY -> Answer.error(503, "busy");
            case POOR -> Answer.error(402, "You requested up to 50 tokens, but can only afford 9.");
            case FAILED_WITH_PART ->
                chat
                        ? Answer.error(502, "died").envelope(Envelope.CHOICE).partialText("Once")
                        : Answer.error(502, "died");
            case FAILED_AND_CHARGED ->
                chat
                        ? Answer.error(502, "died")
                                .envelope(Envelope.CHOICE)
                                .partialText("Once")
                                .usage(5, 1, COST)
                        : Answer.error(500, "died");
            case CANCELLED, CLOSED ->
                streams ? Answer.stream().charge(5, 1, COST).text("Once ").silence() : charged;
            default -> charged;
        };
    }
}
