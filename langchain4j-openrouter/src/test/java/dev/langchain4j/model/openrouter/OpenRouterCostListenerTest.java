package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals.Total;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.service.AiServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterCostListenerTest {

    private static final String MODEL = "openai/gpt-4o";
    private static final SimulatedJudge JUDGE =
            new SimulatedJudge((query, passage) -> passage.split("good", -1).length - 1, Noise.IDEAL, 1);

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final FakeTime time = new FakeTime();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();

    OpenRouterCostListenerTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection().build();
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o")
                .maxRetries(1)
                .time(time);
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    interface Assistant {
        String chat(String question);
    }

    static final class Weather {
        @Tool
        String weather(String city) {
            return "sunny";
        }
    }

    @Test
    void a_call_has_a_record_of_who_answered_and_what_it_cost() {
        server.answer(Answer.text("Sunny.")
                .model(MODEL)
                .provider("Azure")
                .usage(12, 3, "0.00006")
                .bodyFields("{\"id\":\"gen-7\"}"));
        plain(listener())
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Weather?"))
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .sessionId("s-1")
                                .metadata(Map.of("team", "blue"))
                                .build())
                        .build());

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.time()).isEqualTo(FakeTime.START);
            assertThat(record.operation()).isEqualTo("chat");
            assertThat(record.duration()).isEqualTo(Duration.ZERO);
            assertThat(record.timeToFirstToken()).isNull();
            assertThat(record.attempts()).isEqualTo(1);
            assertThat(record.generationId()).isEqualTo("gen-7");
            assertThat(record.modelRequested()).isEqualTo(MODEL);
            assertThat(record.modelServed()).isEqualTo(MODEL);
            assertThat(record.provider()).isEqualTo("Azure");
            assertThat(record.usage().inputTokenCount()).isEqualTo(12);
            assertThat(record.cost()).isEqualByComparingTo("0.00006");
            assertThat(record.sessionId()).isEqualTo("s-1");
            assertThat(record.tags()).containsExactly(Map.entry("team", "blue"));
            assertThat(record.successful()).isTrue();
        });
    }

    @Test
    void totals_equal_the_servers_ledger_over_everything_that_can_be_asked_failures_included() {
        OpenRouter openRouter = connection().costListener(listener()).build();
        OpenRouterChatModel plain = openRouter.chatModel().build();
        IntStream.rangeClosed(1, 7).forEach(i -> plain.chat("word ".repeat(i)));
        stream(openRouter, "Tell me more");
        AiServices.builder(Assistant.class)
                .chatModel(plain)
                .tools(new Weather())
                .build()
                .chat("What is the weather in Paris?");
        server.answer(Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.000123456789"));
        assertThatThrownBy(() -> plain.chat("fail")).isInstanceOf(InternalServerException.class);
        server.answer(Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.000000000001"));
        stream(openRouter, "fail");
        server.answer(Answer.error(429, "busy"), Answer.error(429, "busy"));
        assertThatThrownBy(() -> plain.chat("busy")).isInstanceOf(RateLimitException.class);
        openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .maxDocumentsPerRequest(2)
                .build()
                .scoreAll(segments("one", "two", "three", "four", "five"), "three");
        server.when(SimulatedJudge.prompts()).answer(JUDGE.asAnswer());
        openRouter.llmScoringModel().batchSize(2).build().scoreAll(segments("good", "bad", "good good"), "good");
        OpenRouterEmbeddingModel embedding = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(2)
                .maxConcurrency(1)
                .build();
        embedding.embedAll(segments("one", "two", "three"));
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("bad")))
                .answer(Answer.error(400, "Input too long"));
        assertThatThrownBy(() -> embedding.embedAll(segments("one", "two", "bad")))
                .isInstanceOf(InvalidRequestException.class);
        openRouter.close();

        Total total = totals.total();
        assertThat(total.cost()).isEqualByComparingTo(server.ledger().cost()).isPositive();
        assertThat(records.stream()
                        .filter(record -> record.usage() != null)
                        .mapToLong(record -> record.usage().totalTokenCount())
                        .sum())
                .isEqualTo(server.ledger().promptTokens() + server.ledger().completionTokens());
        assertThat(total.outputTokens()).isEqualTo(server.ledger().completionTokens());
        assertThat(records).extracting(OpenRouterCostRecord::operation).containsOnly("chat", "rerank", "embeddings");
        assertThat(records)
                .filteredOn(record -> record.operation().equals("rerank"))
                .hasSize(3);
        assertThat(records)
                .filteredOn(record -> record.operation().equals("embeddings"))
                .hasSize(4);
        assertThat(records.stream().mapToInt(OpenRouterCostRecord::attempts).sum())
                .isEqualTo(server.requests().size());
        assertThat(total.failures()).isEqualTo(4);
    }

    @Test
    void failures_of_a_model_with_an_alias_are_listed_under_its_id_like_its_answers() {
        String id = "acme/model";
        OpenRouter openRouter = connection()
                .modelName("mine")
                .modelAliases(OpenRouterModelAliases.defaults().with("mine", id))
                .costListener(listener())
                .maxRetries(0)
                .build();
        List<Runnable> calls = List.of(
                () -> openRouter.chatModel().build().chat("hi"),
                () -> stream(openRouter, "hi"),
                () -> openRouter.llmScoringModel().build().scoreAll(segments("one"), "two"),
                () -> openRouter.scoringModel().modelName("mine").build().scoreAll(segments("one"), "two"),
                () -> openRouter.embeddingModel().modelName("mine").build().embedAll(segments("one")),
                () -> openRouter
                        .decisionModel()
                        .modelName("mine")
                        .build()
                        .decide(DecisionRequest.builder()
                                .input("one")
                                .question("urgent", YesNoQuestion.from("Is it urgent?"))
                                .build()),
                () -> openRouter.imageModel().modelName("mine").build().generate("A cat"),
                () -> openRouter.speechModel().modelName("mine").build().synthesize("Hello"),
                () -> openRouter
                        .transcriptionModel()
                        .modelName("mine")
                        .build()
                        .transcribeToText(Audio.builder()
                                .base64Data("UklGRg==")
                                .mimeType("audio/wav")
                                .build()));
        server.when(Match.body(body -> true)).answer(Answer.error(400, "Broken"));

        calls.forEach(call -> catchThrowable(call::run));
        openRouter.close();

        assertThat(records).hasSizeGreaterThanOrEqualTo(calls.size());
        assertThat(records).extracting(OpenRouterCostRecord::modelRequested).containsOnly(id);
        assertThat(totals.byModel()).containsOnlyKeys(id);
    }

    @Test
    void a_cancelled_stream_has_a_record_that_claims_no_cost() {
        server.answer(Answer.stream().text("Once ").silence());
        var handler = new HandlerRecorder();
        streaming().chat("Tell me a story", handler);
        handler.awaitCall("text Once ");

        handler.cancel();

        HandlerRecorder.patiently().until(() -> !records.isEmpty());
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(record.cost()).isNull();
            assertThat(record.error()).isNull();
            assertThat(record.modelRequested()).isEqualTo(MODEL);
            assertThat(record.generationId()).startsWith("gen-");
        });
        assertThat(totals.total().cancelled()).isEqualTo(1);
        assertThat(totals.total().unsettled()).isEqualTo(1);
        assertThat(totals.total().failures()).isZero();
    }

    @Test
    void a_call_that_was_sent_again_says_how_often() {
        server.answer(Answer.error(503, "busy").retryAfter(2), Answer.text("Hello"));

        plain(listener()).chat("hi");

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.attempts()).isEqualTo(2);
            assertThat(record.duration()).isEqualTo(Duration.ofSeconds(2));
        });
    }

    @Test
    void a_stream_tells_the_time_to_its_first_token() {
        server.answer(Answer.error(503, "busy").retryAfter(2), Answer.text("Hello"));

        try (OpenRouter told = connection().costListener(listener()).build()) {
            stream(told, "hi");
        }

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.timeToFirstToken()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void later_tokens_do_not_change_the_time_to_the_first() {
        server.answer(Answer.stream().text("Hel").text("lo").finish("stop").done());
        var end = new CompletableFuture<ChatResponse>();

        streaming().chat("hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                time.advance(Duration.ofSeconds(5));
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                end.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        });
        Async.result(end);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.timeToFirstToken()).isZero();
            assertThat(record.duration()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @Test
    void the_first_token_can_be_of_a_thought_or_of_a_call() {
        server.answer(
                Answer.stream().thinking("Hm").finish("stop").done(),
                Answer.stream()
                        .toolCall("c1", "weather", "{}")
                        .finish("tool_calls")
                        .done());

        try (OpenRouter told = connection().costListener(listener()).build()) {
            stream(told, "hi");
            stream(told, "hi");
        }

        assertThat(records)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.timeToFirstToken()).isZero());
    }

    @Test
    void an_answer_that_was_charged_and_thrown_away_is_paid_once() {
        server.answer(Answer.payload(Payloads.text("embeddings/one-too-few.json")), Answer.unscripted());

        assertThatThrownBy(() -> openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .costListener(listener())
                        .build()
                        .embedAll(segments("one", "two", "three")))
                .isInstanceOf(InternalServerException.class);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.attempts()).isEqualTo(1);
            assertThat(record.cost()).isEqualByComparingTo("1.2e-07");
        });
    }

    @Test
    void each_attempt_of_a_call_has_its_outcome() {
        server.answer(Answer.error(503, "busy"), Answer.text("Hello").usage(1, 1, "0.1"));

        plain(listener()).chat("hi");

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.attemptOutcomes())
                    .extracting(OpenRouterCostRecord.Attempt::outcome)
                    .containsExactly(Outcome.FAILED, Outcome.ANSWERED);
            assertThat(record.attemptOutcomes().get(0).cost()).isZero();
            assertThat(record.attemptOutcomes().get(1).cost()).isEqualByComparingTo("0.1");
        });
    }

    @Test
    void an_attempt_with_a_key_of_ones_own_costs_what_the_account_pays() {
        server.answer(Answer.payload("""
                {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hello"}}],"usage":
                 {"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2}}}"""));

        plain(listener()).chat("hi");

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.cost()).isEqualByComparingTo("0.01");
            assertThat(record.attemptOutcomes())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.cost()).isEqualByComparingTo("0.01"));
        });
    }

    @Test
    void an_id_of_the_head_counts_and_never_shows_a_key() {
        server.answer(
                Answer.text("Hello").bodyFields("{\"id\":\"gen-body\"}").header("X-Generation-Id", "gen-head"),
                Answer.cut(Answer.text("Hello").header("X-Generation-Id", "gen-" + server.apiKey())),
                Answer.stream()
                        .text("Once ")
                        .header("X-Generation-Id", "gen-" + server.apiKey())
                        .reset());

        plain(listener()).chat("hi");
        assertThatThrownBy(() -> plain(listener()).chat("hi")).isInstanceOf(RuntimeException.class);
        stream(openRouter, "hi");

        assertThat(records.get(0).generationId()).isEqualTo("gen-head");
        assertThat(records.toString()).doesNotContain(server.apiKey());
    }

    @Test
    void a_call_has_the_tokens_of_all_its_attempts_and_the_outcome_of_the_last() {
        Answer broken = Answer.payload("""
                {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"He"}}],
                 "error":{"code":502,"message":"upstream died"},"usage":{"prompt_tokens":5,"completion_tokens":2}}""");
        server.answer(broken, broken, Answer.text("Hello").usage(1, 1, "0.1"));
        OpenRouterChatModel patient = openRouter
                .chatModel()
                .maxRetries(2)
                .retryBrokenAnswers(true)
                .listeners(listener())
                .build();

        patient.chat("hi");

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(record.attemptOutcomes())
                    .extracting(OpenRouterCostRecord.Attempt::outcome)
                    .containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.ANSWERED);
            assertThat(record.usage().totalTokenCount()).isEqualTo(16);
            assertThat(record.cost()).isEqualByComparingTo("0.1");
        });
    }

    @Test
    void a_retry_that_was_not_sent_is_no_attempt() {
        AtomicReference<OpenRouter> waiting = new AtomicReference<>();
        waiting.set(connection()
                .costListener(listener())
                .time(new FakeTime() {
                    @Override
                    public void pause(Duration duration, BooleanSupplier wake) {
                        waiting.get().close();
                    }
                })
                .build());
        server.answer(Answer.error(429, "Slow down"));

        assertThatThrownBy(() -> waiting.get().chat("hi")).hasMessageContaining("closed");

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.attempts()).isOne();
            assertThat(record.attemptOutcomes())
                    .extracting(OpenRouterCostRecord.Attempt::error)
                    .containsExactly("RateLimitException");
        });
    }

    @Test
    void a_request_that_was_not_sent_has_no_record() {
        OpenRouterBudget nothing =
                OpenRouterBudget.builder().limit(BigDecimal.ZERO).build();

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .costListener(listener())
                        .budget(nothing)
                        .maxOutputTokens(1)
                        .build()
                        .chat("hi"))
                .isInstanceOf(OpenRouterBudgetExceededException.class);
        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .costListener(listener())
                        .apiKey(" ")
                        .build()
                        .chat("hi"))
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> openRouter
                        .batchChatModel()
                        .costListener(listener())
                        .apiKey(" ")
                        .build()
                        .submit(new BatchRequest<>(List.of(ChatRequest.builder()
                                .messages(UserMessage.from("hi"))
                                .build()))))
                .isInstanceOf(AuthenticationException.class);

        assertThat(records).isEmpty();
    }

    @Test
    void a_listener_that_was_set_twice_is_told_once() {
        OpenRouterCostListener listener = listener();

        openRouter
                .chatModel()
                .costListener(listener)
                .listeners(listener)
                .build()
                .chat("hi");
        openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .listeners(listener)
                .build()
                .embed("hi");

        assertThat(records).extracting(OpenRouterCostRecord::operation).containsExactly("chat", "embeddings");
    }

    @Test
    void a_failure_has_a_record_with_its_kind_and_what_it_cost() {
        server.answer(Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.01"));

        assertThatThrownBy(() -> plain(listener()).chat("fail")).isInstanceOf(InternalServerException.class);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.error()).isEqualTo("InternalServerException");
            assertThat(record.cost()).isEqualByComparingTo("0.01");
            assertThat(record.generationId()).isNotNull();
        });
    }

    @Test
    void the_batches_that_a_failed_one_has_ended_are_on_record_when_it_is_thrown() {
        failsBesideASlowOne(body -> body.path("input").path(0));

        assertThatThrownBy(() -> openRouter
                        .embeddingModel()
                        .modelName("openai/text-embedding-3-small")
                        .maxSegmentsPerBatch(1)
                        .costListener(listener())
                        .build()
                        .embedAll(segments("slow", "bad")))
                .isInstanceOf(InvalidRequestException.class);

        assertThat(records).hasSize(2);
    }

    @Test
    void the_chunks_that_a_failed_one_has_ended_are_on_record_when_it_is_thrown() {
        failsBesideASlowOne(body -> body.path("documents").path(0));

        assertThatThrownBy(() -> openRouter
                        .scoringModel()
                        .modelName("cohere/rerank-v3.5")
                        .maxDocumentsPerRequest(1)
                        .costListener(listener())
                        .build()
                        .scoreAll(segments("slow", "bad"), "query"))
                .isInstanceOf(InvalidRequestException.class);

        assertThat(records).hasSize(2);
    }

    /** What is called bad fails when the answer to what is called slow has begun, which has no end. */
    private void failsBesideASlowOne(Function<JsonNode, JsonNode> name) {
        Gate begun = new Gate();
        server.when(Match.body(body -> name.apply(body).asText().equals("slow")))
                .answer(Answer.stream().bytes("{\"data\":[").waitFor(begun).silence());
        server.when(Match.body(body -> name.apply(body).asText().equals("bad"))).answer(Answer.computed(request -> {
            begun.awaitReached(Duration.ofSeconds(20));
            return Answer.error(400, "Input too long");
        }));
    }

    @Test
    void a_callback_that_throws_does_not_make_a_second_record() {
        var handler = new HandlerRecorder().in("text", () -> {
            throw new IllegalStateException("the user's own");
        });

        streaming().chat("hi", handler);
        handler.awaitAnswer();

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.successful()).isTrue());
    }

    @Test
    void totals_are_kept_by_model_and_by_tag() {
        server.when(body -> true).answer(Answer.text("ok").usage(1, 1, "0.1"));
        OpenRouterChatModel model = plain(listener());
        tagged(model, "openai/gpt-4o", "blue");
        tagged(model, "openai/gpt-4o", "red");
        tagged(model, "openai/gpt-4o-mini", "blue");

        assertThat(totals.byModel()).hasSize(2);
        assertThat(totals.byModel().get("openai/gpt-4o").cost()).isEqualByComparingTo("0.2");
        assertThat(totals.byTag("team").get("blue").cost()).isEqualByComparingTo("0.2");
        assertThat(totals.byTag("team").get("red").calls()).isEqualTo(1);
        assertThat(totals.byTag("tenant")).isEmpty();
    }

    @Test
    void the_prompt_caches_saving_is_worked_out_with_the_catalogs_prices() {
        server.answer(Answer.text("ok").model("anthropic/claude-sonnet-4.6").cachedTokens(1000));
        var listener = new OpenRouterCostListener(openRouter.modelCatalog(), records::add);

        openRouter.chatModel().listeners(listener).build().chat("hi");

        OpenRouterPricing prices = openRouter
                .modelCatalog()
                .find("anthropic/claude-sonnet-4.6")
                .orElseThrow()
                .pricing();
        assertThat(records.get(0).cacheSaving())
                .isEqualByComparingTo(
                        prices.prompt().subtract(prices.inputCacheRead()).multiply(BigDecimal.valueOf(1000)));
    }

    @Test
    void a_sink_that_fails_neither_fails_the_call_nor_the_other_sinks() {
        OpenRouterCostSink broken = cost -> {
            throw new IllegalStateException("disk full");
        };

        String answer = plain(new OpenRouterCostListener(broken, records::add)).chat("hi");

        assertThat(answer).isNotEmpty();
        assertThat(records).hasSize(1);
    }

    @Test
    void csv_has_one_line_of_names_and_one_line_a_call(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.csv");
        server.when(body -> true).answer(Answer.text("ok").provider("A, \"B\"").usage(1, 2, "0.00000000012"));

        plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))).chat("hi");
        tagged(plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))), MODEL, "blue");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("time,operation,duration_ms,first_token_ms,attempts,outcome,generation_id,model_requested,"
                        + "model_served,provider");
        assertThat(lines.get(1))
                .contains(",chat,0,,1,ok,", ",\"A, \"\"B\"\"\",1,2,", ",0.00000000012,")
                .endsWith(",");
        assertThat(lines.get(2)).endsWith(",\"{\"\"team\"\":\"\"blue\"\"}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠A1"})
    void csv_has_no_cell_that_a_spreadsheet_would_run(String evil, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.csv");
        server.when(body -> true).answer(Answer.text("ok").provider(evil).usage(1, 2, "0.1"));

        tagged(plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))), MODEL, evil);

        String written = Files.readString(file);
        assertThat(written).contains("'" + evil);
        assertThat(written)
                .doesNotContain("," + evil)
                .doesNotContain(",\"" + evil)
                .doesNotContain("\"\"" + evil);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x;=cmd|' /C calc'!A0;y", "x;;+1", "x\n=1", "x\r\n@SUM(A1)", "x;'=1", "x;\"=1"})
    void csv_has_no_cell_that_a_spreadsheet_would_run_where_semicolons_separate_cells(String evil, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("costs.csv");
        server.when(body -> true).answer(Answer.text("ok").provider(evil).usage(1, 2, "0.1"));

        tagged(plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))), MODEL, evil);

        assertThat(Files.readString(file).split("[;\r\n]+")).noneMatch(cell -> cell.matches("(?s)(\"\")?[=+\\-@].*"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_ledgers_file_and_its_folders_are_made_for_its_owner_alone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("missing/folders/costs.csv");

        plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))).chat("hi");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_ledger_may_be_a_link_to_a_file_that_is_not_there_yet(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.jsonl");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        plain(new OpenRouterCostListener(OpenRouterCostSink.jsonLines(link))).chat("hi");

        assertThat(file).content().hasLineCount(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_ledger_without_a_folder_fails_when_it_is_made(@TempDir Path folder) throws IOException {
        Path noFolder = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> OpenRouterCostSink.csv(noFolder.resolve("costs.csv")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("costs.csv");
    }

    @Test
    void a_ledger_that_is_a_folder_fails_when_it_is_made(@TempDir Path folder) {
        assertThatThrownBy(() -> OpenRouterCostSink.jsonLines(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be written to");
    }

    @Test
    void json_lines_have_one_object_a_call(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.jsonl");
        server.when(body -> true).answer(Answer.text("ok").usage(1, 2, "0.00000000012"));
        OpenRouterChatModel model = plain(new OpenRouterCostListener(OpenRouterCostSink.jsonLines(file)));

        tagged(model, MODEL, "blue");
        tagged(model, MODEL, "red");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("{\"time\":\"")
                .contains("\"input_tokens\":1,", "\"cost_usd\":0.00000000012,", "\"cache_saving_usd\":null")
                .endsWith("\"tags\":{\"team\":\"blue\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void a_file_has_whole_lines_after_half_a_character_and_after_a_line_that_was_cut(
            String format, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs." + format);
        server.when(body -> true).answer(Answer.text("ok").usage(1, 2, "0.1"));

        tagged(fileOf(format, file), MODEL, "cut \uD83D");
        tagged(fileOf(format, file), MODEL, "blue");
        assertThat(OpenRouterCostReport.read(file).html()).contains("<dt>Calls</dt><dd>2</dd>");
        Files.writeString(file, "{\"time\":\"2026", StandardOpenOption.APPEND);
        tagged(fileOf(format, file), MODEL, "red");

        assertLastIsWholeAfterACutOne(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void a_file_has_whole_lines_after_one_that_another_process_has_cut(String format, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("costs." + format);
        server.when(body -> true).answer(Answer.text("ok").usage(1, 2, "0.1"));
        OpenRouterChatModel model = fileOf(format, file);

        tagged(model, MODEL, "blue");
        Files.writeString(file, "{\"time\":\"2026", StandardOpenOption.APPEND);
        tagged(model, MODEL, "red");

        assertLastIsWholeAfterACutOne(file);
    }

    private static void assertLastIsWholeAfterACutOne(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(lines.size() - 2)).isEqualTo("{\"time\":\"2026");
        assertThat(lines.get(lines.size() - 1)).contains("red").containsPattern("^(\\{\"time\":\")?[0-9-]{10}T");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void a_call_that_was_interrupted_has_a_line(String format, @TempDir Path folder) {
        Path file = folder.resolve("costs." + format);
        server.answer(Answer.text("ok").usage(1, 2, "0.1"));
        OpenRouterCostSink interrupt = record -> Thread.currentThread().interrupt();

        plain(new OpenRouterCostListener(interrupt, sinkOf(format, file))).chat("hi");

        assertThat(Thread.interrupted()).as("still set").isTrue();
        assertThat(file).content().contains("0.1");
    }

    private OpenRouterChatModel fileOf(String format, Path file) {
        return plain(new OpenRouterCostListener(sinkOf(format, file)));
    }

    private static OpenRouterCostSink sinkOf(String format, Path file) {
        return format.equals("csv") ? OpenRouterCostSink.csv(file) : OpenRouterCostSink.jsonLines(file);
    }

    private OpenRouterCostListener listener() {
        return new OpenRouterCostListener(totals, records::add);
    }

    private OpenRouterChatModel plain(OpenRouterCostListener listener) {
        return openRouter.chatModel().listeners(listener).build();
    }

    private OpenRouterStreamingChatModel streaming() {
        return openRouter.streamingChatModel().listeners(listener()).build();
    }

    private static void stream(OpenRouter openRouter, String question) {
        var handler = new HandlerRecorder();
        openRouter.streamingChatModel().build().chat(question, (StreamingChatResponseHandler) handler);
        handler.awaitEnd();
    }

    private static List<TextSegment> segments(String... texts) {
        return Arrays.stream(texts).map(TextSegment::from).toList();
    }

    private static ChatResponse tagged(OpenRouterChatModel model, String name, String team) {
        return model.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .modelName(name)
                        .metadata(Map.of("team", team))
                        .build())
                .build());
    }
}
