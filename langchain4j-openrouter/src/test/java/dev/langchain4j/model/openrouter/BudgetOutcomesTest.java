package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterBudget.Unknown;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.support.SubscriberRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a budget counts for calls whose cost is known or unknown, or that were not sent, compared with the server's
 * ledger.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class BudgetOutcomesTest {

    private static final String MODEL = "openai/gpt-4o";
    private static final String QUESTION = "How much is the fish?";
    private static final BigDecimal COST = new BigDecimal("0.001");

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();
    private final List<OpenRouter> opened = new ArrayList<>();

    BudgetOutcomesTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        opened.forEach(OpenRouter::close);
    }

    // Known

    @Test
    void an_answer_counts_what_it_cost() {
        OpenRouterBudget budget = budget().build();

        chat(budget, QUESTION);

        assertEqualToTheBook(budget);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 413, 422, 429, 500, 502, 503, 529})
    void a_refusal_costs_nothing(int status) {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.error(status, "no"));

        fails(budget);

        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(record.unsettled()).isZero();
        });
    }

    @Test
    void a_failure_that_reports_its_cost_counts_it() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.error(502, "died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.01"));

        fails(budget);

        assertEqualToTheBook(budget);
    }

    @Test
    void images_speech_and_transcripts_count() {
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget).build();

        image(openRouter).generate("A fish", 2);
        speech(openRouter).synthesize("A fish");
        transcribe(openRouter);
        budget.settle(); // speech reports no cost

        assertEqualToTheBook(budget);
        assertThat(server.ledger().charges()).hasSize(3);
        assertThat(totals.total().cost()).isEqualByComparingTo(server.ledger().cost());
        assertThat(records).extracting(OpenRouterCostRecord::operation).contains("image", "speech", "transcription");
    }

    @Test
    void media_that_do_not_fit_are_not_sent() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.0000001")).build();
        OpenRouter openRouter = connection(budget).build();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> image(openRouter).generate("A fish"));
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> speech(openRouter).synthesize("A fish"))
                .withMessageContaining(". Set a lower maxCost, shorten the text, or raise ");
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> transcribe(openRouter));
        assertThat(server.requests()).allMatch(request -> request.path().equals("/models"));
    }

    @Test
    void max_cost_prices_a_model_that_the_catalog_does_not() {
        server.addModel(unpricedImageModel());
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget).build();
        var model = openRouter.imageModel().modelName("unpriced/painter");

        assertThatThrownBy(() -> model.build().generate("A fish")).hasMessageContaining("You can set maxCost");
        model.maxCost(new BigDecimal("0.04")).build().generate("A fish");

        assertThat(budget.reserved()).isZero();
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.maxCost(new BigDecimal("40")).build().generate("A fish"))
                .satisfies(refused -> assertThat(refused.worstCase()).isEqualByComparingTo("40"));
    }

    static Stream<Arguments> advice() {
        return Stream.of(
                Arguments.of(EveryCall.CHAT, "Set a lower maxOutputTokens, shorten the prompt and its memory"),
                Arguments.of(EveryCall.STREAM, "Set a lower maxOutputTokens, shorten the prompt and its memory"),
                Arguments.of(EveryCall.EMBEDDINGS, "Embed fewer or shorter texts at once"),
                Arguments.of(EveryCall.EMBEDDINGS_ASYNC, "Embed fewer or shorter texts at once"),
                Arguments.of(EveryCall.RERANK, "Rerank fewer documents, lower maxDocumentChars"),
                Arguments.of(EveryCall.RERANK_ASYNC, "Rerank fewer documents, lower maxDocumentChars"),
                Arguments.of(EveryCall.LLM_RERANK, "Lower batchSize, lower maxPassageChars"),
                Arguments.of(EveryCall.LLM_RERANK_ASYNC, "Lower batchSize, lower maxPassageChars"),
                Arguments.of(EveryCall.DECISION, "Shorten the input, ask fewer questions"),
                Arguments.of(EveryCall.IMAGE, "Set a lower maxCost, ask for fewer images"),
                Arguments.of(EveryCall.TRANSCRIPTION, "Set a lower maxCost, send a shorter recording"),
                Arguments.of(EveryCall.BATCH_SUBMISSION, "Submit fewer or shorter texts in one batch"));
    }

    @ParameterizedTest
    @MethodSource("advice")
    void a_call_that_does_not_fit_is_told_what_its_caller_can_change(EveryCall call, String advice) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perDay(new BigDecimal("0.0000000001"))
                .build();
        OpenRouter openRouter = connection(budget).build();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> call.on(openRouter))
                .withMessageEndingWith(". " + advice + ", or raise OpenRouterBudget.Builder.perDay.");
    }

    @ParameterizedTest
    @EnumSource
    void a_call_whose_price_cannot_be_looked_up_is_told_so(EveryCall call) {
        assumeTrue(call.isPaid());
        for (Answer answer : List.of(
                Answer.error(401, "User not found."),
                Answer.error(500, "Out of order"),
                Answer.fault(Fault.CONNECTION_RESET))) {
            server.reset();
            server.when(Match.path("/models")).answer(answer);
            OpenRouter openRouter = connection(budget().build()).maxRetries(0).build();
            Throwable ofCatalog = catchThrowable(() -> openRouter.modelCatalog().models());

            Throwable failure = catchThrowable(() -> call.on(openRouter));

            assertThat(failure)
                    .as("%s", answer)
                    .hasSameClassAs(ofCatalog)
                    .hasMessage(
                            "The budget could not look up prices in the model catalog (images and audio with maxCost need"
                                    + " none): " + ofCatalog.getMessage());
            assertThat(OpenRouterException.in(failure).isPresent())
                    .isEqualTo(OpenRouterException.in(ofCatalog).isPresent());
            assertThat(server.requests()).allMatch(request -> request.path().equals("/models"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_without_a_key_asks_for_no_prices(EveryCall call) {
        assumeTrue(call.isPaid());
        for (Supplier<String> key : Arrays.<Supplier<String>>asList(null, () -> null)) {
            OpenRouterBudget budget = budget().build();
            OpenRouter openRouter = connection(budget).apiKey(key).build();

            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(AuthenticationException.class);

            assertThat(server.requests()).isEmpty();
            assertThat(budget.reserved()).isZero();
            assertThat(budget.unsettled()).isZero();
        }
    }

    // Unknown

    @Test
    void answers_that_break_off_one_byte_early_are_paid_once_and_hold_the_limit() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new BigDecimal("0.002"))
                .settleUnknown(false)
                .build();
        server.when(body -> true).answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        OpenRouterChatModel model = model(connection(budget).build());

        for (int i = 0; i < 10; i++) {
            catchThrowable(() -> model.chat(QUESTION));
        }

        assertThat(server.ledger().cost()).isLessThanOrEqualTo(new BigDecimal("0.002"));
        assertThat(budget.spent().add(budget.unsettled()))
                .isGreaterThanOrEqualTo(server.ledger().cost());
        assertThat(budget.settle()).isZero();
        assertEqualToTheBook(budget);
    }

    @Test
    void an_answer_that_breaks_off_is_unknown_and_has_its_generation_id_in_the_ledger() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));

        fails(budget);

        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(record.generationId())
                    .isEqualTo(server.ledger().charges().get(0).generationId());
            assertThat(record.cost()).isNull();
        });
        assertThat(totals.total().unsettled()).isEqualTo(1);
    }

    @Test
    void settling_tells_the_ledger() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        fails(budget);

        budget.settle();

        assertThat(totals.total().cost()).isEqualByComparingTo(server.ledger().cost());
        assertThat(totals.total().unsettled()).isZero();
        assertThat(totals.total().calls()).isEqualTo(1);
        assertThat(records.get(1).outcome()).isEqualTo(Outcome.SETTLED);
    }

    @Test
    void an_unknown_cost_is_learned_in_the_background_though_it_is_not_on_record_at_first() {
        OpenRouterBudget budget = budget().settleUnknown(true).time(time).build();
        server.recordGenerationsAfter(4);
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));

        fails(budget);

        HandlerRecorder.patiently().until(() -> budget.unsettled().signum() == 0);
        assertEqualToTheBook(budget);
        assertThat(time.waits()).isSorted().allMatch(wait -> wait.compareTo(Duration.ofMinutes(1)) <= 0);
    }

    @Test
    void a_cancelled_stream_counts_its_reservation_until_it_is_settled() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.stream().charge(9, 1, "0.0004").text("Once ").silence());

        cancelAfterText(budget);

        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(budget.settle()).isZero();
        assertEqualToTheBook(budget);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cost_that_is_told_before_the_end_is_not_the_whole_cost(boolean cancelled) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        String first = "{\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"Once \"}}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"cost\":0.000001}}";
        var begun = Answer.stream().charge(9, 40, "0.0004").data(first);
        endsAfterText(budget, cancelled, begun);

        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.unsettled()).isOne());
    }

    @Test
    void a_cost_that_is_told_at_the_end_is_the_whole_cost_though_the_stream_goes_on() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.stream()
                .text("Once")
                .finish("stop")
                .usage(9, 1, "0.0004")
                .comment("x".repeat(1_000_000))
                .silence());
        HandlerRecorder handler = new HandlerRecorder();
        connection(budget)
                .maxResponseBytes(1_000_000)
                .build()
                .streamingChatModel()
                .maxOutputTokens(100)
                .build()
                .chat(QUESTION, handler);

        assertThat(handler.awaitError()).hasMessageContaining("maxResponseBytes");
        assertThat(budget.spent()).isEqualByComparingTo("0.0004");
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stream_of_the_response_cache_costs_nothing_though_it_does_not_end(boolean cancelled) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        var begun = Answer.stream().header("X-OpenRouter-Cache-Status", "HIT").text("Once ");
        server.answer(cancelled ? begun.silence() : begun.cut());

        cancelAfterText(budget);

        HandlerRecorder.patiently().until(() -> !records.isEmpty());
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.spent()).isZero();
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.unsettled()).isZero());
    }

    @ParameterizedTest
    @CsvSource({"0,", "0.000001,", "0,',\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":40}'"})
    void a_cost_that_is_told_before_an_error_is_not_the_whole_cost(String cost, @Nullable String more) {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.stream()
                .charge(9, 40, "0.0004")
                .data("{\"choices\":[{\"delta\":{\"content\":\"Once \"}}],"
                        + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"cost\":" + cost + "}}")
                .data("{\"error\":{\"code\":502,\"message\":\"died\"},\"choices\":[]" + (more == null ? "" : more)
                        + "}"));
        HandlerRecorder handler = new HandlerRecorder();

        connection(budget)
                .build()
                .streamingChatModel()
                .maxOutputTokens(100)
                .build()
                .chat(QUESTION, handler);
        handler.awaitError();

        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(budget.settle()).isZero();
        assertEqualToTheBook(budget);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'finish_reason':'stop','delta':{}}],'usage':USAGE}",
                "{'choices':[{'finish_reason':'stop','delta':{}}]}\n\ndata: {'choices':[],'usage':USAGE}",
                "{'choices':[{'finish_reason':'stop','delta':{}}],'usage':USAGE}\n\ndata: {'choices':[{'delta':{}}]}",
                "{'choices':[],'usage':USAGE}",
                "{'choices':[],'usage':USAGE}\n\ndata: {'choices':[],'debug':{}}",
                "{'choices':[{'finish_reason':'error','delta':{}}],'usage':USAGE}",
                "{'error':{'code':502,'message':'died'},'choices':[],'usage':USAGE}"
            })
    void a_cost_that_is_told_last_is_the_whole_cost_though_an_error_follows(String last) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.answer(Answer.raw(200, "text/event-stream", """
                data: {"id":"gen-1","choices":[{"delta":{"content":"Once "}}],"usage":{"prompt_tokens":9,"completion_tokens":1,"cost":0}}

                data: %s

                data: {"error":{"code":502,"message":"died"},"choices":[]}

                data: [DONE]

                """.formatted(last.replace('\'', '"')
                .replace("USAGE", "{\"prompt_tokens\":9,\"completion_tokens\":40,\"cost\":0.0004}"))));
        HandlerRecorder handler = new HandlerRecorder();

        connection(budget)
                .build()
                .streamingChatModel()
                .maxOutputTokens(100)
                .build()
                .chat(QUESTION, handler);

        HandlerRecorder.patiently().until(() -> !records.isEmpty());
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.spent()).isEqualByComparingTo("0.0004");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void part_counts_what_had_arrived_and_the_prompt(boolean cancelled) {
        OpenRouterBudget budget = budget().unknownCounts(Unknown.PART).build();
        BigDecimal perToken = connection(budget)
                .build()
                .modelCatalog()
                .find(MODEL)
                .orElseThrow()
                .pricing()
                .completion();
        endsAfterText(budget, cancelled, Answer.stream().text("Once "));

        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(budget.unsettled())
                .isEqualByComparingTo(worstCase().subtract(perToken.multiply(BigDecimal.valueOf(100 - 5))));
    }

    @Test
    void part_counts_nothing_if_no_part_had_arrived() {
        OpenRouterBudget budget = budget().unknownCounts(Unknown.PART).build();
        server.when(Match.path("/chat/completions")).answer(Answer.fault(Fault.CONNECTION_RESET));

        fails(budget);

        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void nothing_counts_nothing_until_it_is_settled() {
        OpenRouterBudget budget =
                budget().unknownCounts(Unknown.NOTHING).settleUnknown(false).build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));

        fails(budget);

        assertThat(budget.unsettled()).isZero();
        budget.settle();
        assertEqualToTheBook(budget);
    }

    @Test
    void a_call_that_timed_out_counts_its_reservation() {
        OpenRouterBudget budget = budget().build();
        Gate never = new Gate();
        server.answer(Answer.stream().waitFor(never));
        OpenRouter openRouter = connection(budget).build();

        CompletableFuture<String> call =
                CompletableFuture.supplyAsync(() -> model(openRouter).chat(QUESTION));
        never.awaitReached(Duration.ofSeconds(30));
        HandlerRecorder.patiently().until(() -> {
            time.advance(Duration.ofSeconds(30));
            return call.isDone();
        });

        assertThatThrownBy(call::join).hasCauseInstanceOf(LangChain4jException.class);

        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void an_answer_without_a_cost_is_unsettled() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.text("hi").withoutUsage());

        chat(budget, QUESTION);

        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.ANSWERED));
    }

    @Test
    void a_500_with_a_part_of_an_answer_is_unknown_and_not_asked_again() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.raw(502, "application/json", """
                {"error":{"code":502,"message":"died"},
                 "choices":[{"finish_reason":"error","message":{"role":"assistant","content":"Once upon"}}]}"""));

        fails(budget);

        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"Once upon\\n\\n",
                "data: {\"id\":\"gen-1\",\"cho\\n\\ndata: {\"error\":{\"code\":502,\"message\":\"died\"}}\\n\\n",
                "{\"id\":\"gen-1\",\"choices\":[{\"message\":{\"content\":\"Once\" upon\"}}]}"
            })
    void an_upstreams_failure_with_a_damaged_part_of_an_answer_is_unknown_and_not_asked_again(String body) {
        for (int status : new int[] {502, 200}) {
            for (EveryCall call : List.of(EveryCall.CHAT, EveryCall.CHAT_ASYNC, EveryCall.STREAM)) {
                OpenRouterBudget budget = budget().settleUnknown(false).build();
                server.when(Match.path("/chat/completions"))
                        .answer(Answer.raw(status, "text/event-stream", body.replace("\\n", "\n")));
                int before = server.requests("/chat/completions").size();

                catchThrowable(() -> call.on(connection(budget).build()));

                assertThat(budget.unsettled()).as("%s %s", status, call).isPositive();
                assertThat(server.requests("/chat/completions")).hasSize(before + 1);
            }
        }
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                Arguments.of(EveryCall.EMBEDDINGS, "\"data\":[{\"index\":0,\"embedding\":[0.5]}]"),
                Arguments.of(EveryCall.EMBEDDINGS_ASYNC, "\"data\":[{\"index\":0,\"embedding\":[0.5]}]"),
                Arguments.of(EveryCall.RERANK, "\"results\":[{\"index\":0,\"relevance_score\":0.5}]"),
                Arguments.of(EveryCall.RERANK_ASYNC, "\"results\":[{\"index\":0,\"relevance_score\":0.5}]"),
                Arguments.of(EveryCall.DECISION, "\"answers\":{\"urgent\":{\"type\":\"noul\",\"noul\":0.5}}"),
                Arguments.of(EveryCall.IMAGE, "\"data\":[{\"b64_json\":\"AAAA\"}]"),
                Arguments.of(EveryCall.TRANSCRIPTION, "\"text\":\"Hello\""));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void a_failure_with_a_part_of_any_answer_is_unknown_and_not_asked_again(EveryCall call, String part) {
        String error = "{\"error\":{\"code\":429,\"message\":\"died\"}," + part;
        String usage = ",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
        String cut = ",\"id\":";
        String damaged = ",\"id\":\"gen\"1\"}";
        String event = "data: " + error + "}\n\n";
        for (int status : new int[] {502, 408, 429, 400}) {
            for (String body : List.of(error + "}", error + usage, error + cut, error + damaged, event)) {
                OpenRouterBudget budget = budget().settleUnknown(false).build();
                server.when(Match.path(call.path())).answer(Answer.raw(status, "application/json", body));
                int before = server.requests(call.path()).size();

                catchThrowable(() -> call.on(connection(budget).build()));

                assertThat(budget.unsettled()).as("%s %s", status, body).isPositive();
                assertThat(server.requests(call.path())).hasSize(before + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS_ASYNC"})
    void a_429_whose_text_broke_off_costs_nothing_and_is_asked_again(EveryCall call) {
        for (String begin : List.of("", "data: ", "event: error\ndata: ")) {
            OpenRouterBudget budget = budget().settleUnknown(false).build();
            server.when(Match.path(call.path()))
                    .answer(Answer.raw(429, "text/event-stream", begin + "{\"error\":{\"message\":\"Slow do"));
            int before = server.requests(call.path()).size();

            catchThrowable(() -> call.on(connection(budget).build()));

            assertThat(budget.unsettled()).as(begin).isZero();
            assertThat(server.requests(call.path())).hasSizeGreaterThan(before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS_ASYNC"})
    void a_502_whose_text_broke_off_is_unknown_and_not_asked_again(EveryCall call) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.when(Match.path(call.path()))
                .answer(Answer.raw(502, "application/json", "{\"error\":{\"message\":\"Upstream di"));

        catchThrowable(() -> call.on(connection(budget).build()));

        assertThat(budget.unsettled()).isPositive();
        assertThat(server.requests(call.path())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS_ASYNC", "BATCH_SUBMISSION"})
    void a_request_that_is_lost_after_a_redirect_is_unknown(EveryCall call) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.when(Match.path(call.path()))
                .answer(
                        Answer.raw(307, "text/plain", "")
                                .header("Location", "/api/v1" + call.path())
                                .header("Connection", "close"), // or the next request could be sent again
                        Answer.fault(Fault.CONNECTION_RESET));

        catchThrowable(() -> call.on(connection(budget).maxRetries(0).build()));

        assertThat(budget.unsettled()).isPositive();
        assertThat(budget.reserved()).isZero();
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC"})
    void a_cost_in_a_stream_that_nobody_asked_for_counts_only_if_it_has_ended(EveryCall call) {
        String usage = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"cost\":0.001}}\n\n";
        for (boolean finished : new boolean[] {true, false}) {
            OpenRouterBudget budget = budget().settleUnknown(false).build();
            String end = finished ? "\"finish_reason\":\"stop\"," : "";
            server.when(Match.path(call.path()))
                    .answer(Answer.raw(
                            200,
                            "text/event-stream",
                            "data: {\"choices\":[{" + end + "\"delta\":{\"content\":\"Once\"}}]," + usage));

            catchThrowable(() -> call.on(connection(budget).build()));

            assertThat(budget.spent()).isEqualByComparingTo(finished ? COST : BigDecimal.ZERO);
            assertThat(budget.unsettled().signum()).isEqualTo(finished ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "TRANSCRIPTION"})
    void a_502_with_a_text_that_is_no_transcript_costs_nothing_and_tells_why(EveryCall call) {
        String echo = "Bad gateway: {\"content\":[{\"type\":\"text\", \"text\":\"Hello\"}]";
        for (String body : List.of(echo, "{\"error\":\"Bad gateway\",\"text\":\"Bad gateway\"}")) {
            OpenRouterBudget budget = budget().settleUnknown(false).build();
            server.when(Match.path(call.path())).answer(Answer.raw(502, "application/json", body));
            int before = server.requests(call.path()).size();

            assertThatThrownBy(() -> call.on(connection(budget).build())).hasMessageContaining("Bad gateway");

            assertThat(budget.unsettled()).isZero();
            assertThat(server.requests(call.path())).hasSizeGreaterThan(before + 1);
        }
    }

    @Test
    void a_closed_connections_unknown_costs_are_settled_through_another() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        OpenRouter first = connection(budget).build();
        catchThrowable(() -> model(first).chat(QUESTION));
        first.close();
        chat(budget, QUESTION);

        assertThat(budget.settle()).isZero();

        assertEqualToTheBook(budget);
    }

    // Not sent

    @Test
    void a_call_without_a_connection_is_free() {
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget).build();
        model(openRouter).chat(QUESTION); // knows the catalog
        OpenRouter nowhere = connection(budget)
                .baseUrl("http://127.0.0.1:1/api/v1")
                .maxRetries(0)
                .build();

        catchThrowable(() -> nowhere.imageModel()
                .modelName("any/painter")
                .maxCost(new BigDecimal("0.1"))
                .build()
                .generate("A fish"));

        assertEqualToTheBook(budget);
    }

    @Test
    void a_stream_that_no_thread_takes_is_free() {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        threads.shutdownNow();
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget)
                .okHttpClient(new OkHttpClient.Builder()
                        .dispatcher(new Dispatcher(threads))
                        .build())
                .build();
        HandlerRecorder handler = new HandlerRecorder();

        catchThrowable(() ->
                openRouter.streamingChatModel().maxOutputTokens(100).build().chat(QUESTION, handler));

        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(budget.unsettled()).isZero();
    }

    // Attempts

    @Test
    void a_retry_after_a_lost_connection_reserves_anew() {
        OpenRouterBudget budget = budget().build();
        server.answer(
                Answer.lost(Answer.text("4").usage(9, 9, "0.001")),
                Answer.text("4").usage(9, 9, "0.001"));

        model(connection(budget).build()).chat(QUESTION);

        assertThat(budget.spent()).isEqualByComparingTo(COST);
        assertThat(budget.unsettled()).isEqualByComparingTo(worstCase());
        assertThat(budget.spent().add(budget.unsettled()))
                .isGreaterThanOrEqualTo(server.ledger().cost());
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.attemptOutcomes())
                        .extracting(OpenRouterCostRecord.Attempt::outcome)
                        .containsExactly(Outcome.UNKNOWN, Outcome.ANSWERED));
    }

    @Test
    void a_request_that_is_sent_once_more_for_a_dead_connection_reserves_anew() {
        OpenRouterBudget budget = budget().build();
        OpenRouterChatModel model = model(connection(budget).maxRetries(0).build());
        server.answer(
                Answer.text("4").usage(9, 9, "0.001"),
                Answer.lost(Answer.text("4").usage(9, 9, "0.001")),
                Answer.text("4").usage(9, 9, "0.001"));
        model.chat(QUESTION); // leaves a connection in the pool

        catchThrowable(() -> model.chat(QUESTION));

        assertThat(budget.spent().add(budget.unsettled()))
                .isGreaterThanOrEqualTo(server.ledger().cost());
        assertThat(budget.reserved()).isZero();
        assertThat(totals.total().unsettled()).isEqualTo(1);
    }

    @Test
    void a_retry_that_does_not_fit_is_not_made() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(worstCase().multiply(new BigDecimal("1.5")))
                .build();
        server.answer(Answer.fault(Fault.CONNECTION_RESET), Answer.text("4"));

        assertThatThrownBy(() -> model(connection(budget).build()).chat(QUESTION))
                .hasMessageContaining("the budget has no room for another attempt");

        assertThat(server.requests("/chat/completions")).hasSize(1);
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void a_dead_connection_is_not_replaced_without_room_and_the_failure_says_so(Style style) {
        server.answer(Answer.text("4").usage(0, 0, "0"), Answer.fault(Fault.EMPTY_RESPONSE), Answer.text("4"));

        assertNotReplaced(style, 0);

        assertThat(server.requests("/chat/completions")).hasSize(2);
    }

    @Test
    void a_dead_connection_of_the_last_attempt_says_so_too() {
        server.answer(
                Answer.text("4").usage(0, 0, "0"),
                Answer.error(503, "busy"),
                Answer.fault(Fault.EMPTY_RESPONSE),
                Answer.text("4"));

        assertNotReplaced(Style.PLAIN, 1);

        assertThat(server.requests("/chat/completions")).hasSize(3);
    }

    /**
     * The first call leaves the connection in the pool on which the second one fails. It is a plain one: a stream ends before
     * its connection is back.
     */
    private void assertNotReplaced(Style style, int maxRetries) {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(worstCase().multiply(new BigDecimal("1.5")))
                .settleUnknown(false)
                .build();
        OpenRouter openRouter = connection(budget).maxRetries(maxRetries).build();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(QUESTION))
                .maxOutputTokens(100)
                .build();
        Style.PLAIN.chat(openRouter, request);

        assertThatThrownBy(() -> style.chat(openRouter, request))
                .hasMessageContaining("not retried: the budget has no room for another attempt");
    }

    @Test
    void asking_again_within_the_credits_that_does_not_fit_is_not_done() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(worstCase().multiply(new BigDecimal("1.5")))
                .build();
        server.answer(
                Answer.error(402, "You requested up to 100 tokens, but can only afford 90."),
                Answer.text("4").usage(9, 9, "0.001"));

        connection(budget)
                .build()
                .chatModel()
                .maxOutputTokens(100)
                .retryWithinCredits(true)
                .build()
                .chat(QUESTION);

        assertEqualToTheBook(budget);
        assertThat(records).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_402_inside_a_stream_is_never_asked_again_after_the_first_event(boolean schema) {
        OpenRouterBudget budget = budget().build();
        server.answer(
                Answer.stream().text("Once ").error(402, "You requested up to 64000 tokens, but can only afford 900."),
                Answer.text("Once upon a time"));
        HandlerRecorder handler = new HandlerRecorder();

        connection(budget)
                .build()
                .streamingChatModel()
                .maxOutputTokens(100)
                .retryWithinCredits(true)
                .structuredOutputFallback(schema ? OpenRouterStructuredOutput.INSTRUCTIONS : null)
                .build()
                .chat(QUESTION, handler);

        handler.awaitError();
        assertThat(handler.calls()).filteredOn(call -> call.startsWith("text")).containsExactly("text Once ");
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void embeddings_that_were_charged_are_not_asked_again() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.cut(Answer.unscripted()));

        assertThatThrownBy(() -> embedding(connection(budget).build()).embedAll(segments("one")))
                .isInstanceOf(LangChain4jException.class);

        assertThat(server.requests("/embeddings")).hasSize(1);
        budget.settle();
        assertEqualToTheBook(budget);
    }

    @Test
    void a_failed_batch_leaves_no_reservation_and_its_siblings_costs_count() {
        OpenRouterBudget budget = budget().build();
        server.when(Match.body(body -> body.path("input").path(0).asText().equals("bad")))
                .answer(Answer.error(400, "Input too long"));
        OpenRouterEmbeddingModel model = connection(budget)
                .build()
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(1)
                .maxConcurrency(4)
                .build();

        catchThrowable(() -> model.embedAll(segments("one", "two", "bad", "four", "five", "six", "seven")));

        assertThat(budget.reserved()).isZero();
        assertThat(budget.spent().add(budget.unsettled()))
                .isGreaterThanOrEqualTo(server.ledger().cost());
    }

    // Errors

    @Test
    void an_error_in_a_streams_handler_ends_its_accounting() {
        OpenRouterBudget budget = budget().build();
        HandlerRecorder handler = new HandlerRecorder().in("text", () -> {
            throw new NoClassDefFoundError("the user's own");
        });

        connection(budget)
                .build()
                .streamingChatModel()
                .maxOutputTokens(100)
                .build()
                .chat(QUESTION, handler);
        handler.awaitEnd();

        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
        assertThat(budget.spent().add(budget.unsettled()))
                .isGreaterThanOrEqualTo(server.ledger().cost());
    }

    @Test
    void an_error_in_a_sink_comes_after_the_accounting() {
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget)
                .costListener(new OpenRouterCostListener(record -> {
                    throw new OutOfMemoryError("the user's own");
                }))
                .build();

        catchThrowable(() -> model(openRouter).chat(QUESTION));

        assertEqualToTheBook(budget);
    }

    @Test
    void a_late_cost_counts_once_though_an_error_in_a_sink_has_it_told_again() {
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget)
                .maxRetries(0)
                .costListener(new OpenRouterCostListener(records::add, record -> {
                    if (record.outcome() == Outcome.SETTLED) {
                        throw new OutOfMemoryError("the user's own");
                    }
                }))
                .build();
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        catchThrowable(() -> model(openRouter).chat(QUESTION));

        assertThatThrownBy(budget::settle).isInstanceOf(OutOfMemoryError.class);
        budget.settle();

        assertEqualToTheBook(budget);
        assertThat(records).extracting(OpenRouterCostRecord::outcome).containsExactly(Outcome.UNKNOWN, Outcome.SETTLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_clients_certificate_that_the_server_refuses_costs_nothing(boolean whileWriting) {
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget)
                .okHttpClient(new OkHttpClient.Builder()
                        .addNetworkInterceptor(chain -> {
                            try {
                                return chain.proceed(chain.request());
                            } catch (IOException lost) {
                                throw refusedCertificate(whileWriting);
                            }
                        })
                        .build())
                .build();
        server.when(Match.path("/chat/completions")).answer(Answer.fault(Fault.CONNECTION_RESET));

        assertThatThrownBy(() -> model(openRouter).chat(QUESTION))
                .isInstanceOf(UnresolvedModelServerException.class)
                .hasMessageContaining("no connection")
                .hasMessageContaining("bad_certificate");

        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    /** What the JDK throws with TLS 1.3, depending on who is faster. */
    private static IOException refusedCertificate(boolean whileWriting) {
        IOException refused = new SSLHandshakeException("Received fatal alert: bad_certificate");
        if (!whileWriting) {
            return refused;
        }
        IOException broken = new SocketException("Broken pipe");
        broken.addSuppressed(refused);
        return broken;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_interceptor_that_throws_what_it_must_not_leaves_no_reservation(boolean checked) {
        OpenRouterBudget budget = budget().build();
        OpenRouter openRouter = connection(budget)
                .maxRetries(0)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            if (chain.request().url().encodedPath().endsWith("/chat/completions")) {
                                throw BudgetOutcomesTest.<RuntimeException>sneaky(
                                        checked ? new InterruptedException() : new NoClassDefFoundError());
                            }
                            return chain.proceed(chain.request());
                        })
                        .build())
                .build();

        catchThrowable(() -> model(openRouter).chat(QUESTION));
        Thread.interrupted();

        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"429, true", "502, false"})
    void a_close_before_the_text_of_a_failure_is_read_frees_only_what_no_upstream_has_seen(int status, boolean free) {
        OpenRouterBudget budget = budget().build();
        List<OpenRouter> ofCall = new CopyOnWriteArrayList<>();
        OpenRouter openRouter = connection(budget)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            Response response = chain.proceed(chain.request());
                            if (response.code() == status) {
                                ofCall.forEach(OpenRouter::close);
                            }
                            return response;
                        })
                        .build())
                .build();
        ofCall.add(openRouter);
        server.when(Match.path("/chat/completions")).answer(Answer.error(status, "No"));

        assertThatThrownBy(() -> model(openRouter).chat(QUESTION)).hasMessageContaining("closed");

        assertThat(budget.unsettled()).isEqualByComparingTo(free ? BigDecimal.ZERO : worstCase());
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"future, 400, true", "future, 429, true", "publisher, 429, true", "future, 502, false"})
    void a_cancel_before_the_text_of_a_failure_is_read_frees_only_what_no_upstream_has_seen(
            String style, int status, boolean free) {
        OpenRouterBudget budget = budget().build();
        CompletableFuture<Runnable> cancel = new CompletableFuture<>();
        OpenRouter openRouter = connection(budget)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            Response response = chain.proceed(chain.request());
                            if (response.code() == status) {
                                cancel.join().run();
                            }
                            return response;
                        })
                        .build())
                .build();
        server.when(Match.path("/chat/completions")).answer(Answer.stalled(Answer.error(status, "No")));

        if (style.equals("future")) {
            CompletableFuture<?> answer = model(openRouter).chatAsync(request());
            cancel.complete(() -> answer.cancel(true));
        } else {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                    openRouter.streamingChatModel().maxOutputTokens(100).build().chat(request()));
            cancel.complete(subscriber::cancel);
            subscriber.request(1);
        }

        HandlerRecorder.patiently().until(() -> !records.isEmpty());
        assertThat(budget.unsettled()).isEqualByComparingTo(free ? BigDecimal.ZERO : worstCase());
        assertThat(budget.reserved()).isZero();
        assertThat(records)
                .singleElement()
                .extracting(OpenRouterCostRecord::outcome)
                .isEqualTo(free ? Outcome.CANCELLED : Outcome.UNKNOWN);
    }

    @Test
    void close_ends_the_accounting_of_a_stream() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.stream().charge(9, 1, "0.0004").text("Once ").silence());
        OpenRouter openRouter = connection(budget).build();
        HandlerRecorder handler = new HandlerRecorder();
        openRouter.streamingChatModel().maxOutputTokens(100).build().chat(QUESTION, handler);
        handler.awaitCall("text Once ");

        openRouter.close();

        handler.awaitError();
        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isPositive();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private void assertEqualToTheBook(OpenRouterBudget budget) {
        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost());
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    /** Without the thread that would ask for some minutes what nobody will answer. */
    private static OpenRouterBudget.Builder budget() {
        return OpenRouterBudget.builder().limit(BigDecimal.ONE).settleUnknown(false);
    }

    private OpenRouter.Builder connection(OpenRouterBudget budget) {
        return new OpenRouter.Builder() {
            @Override
            public OpenRouter build() {
                OpenRouter openRouter = super.build();
                opened.add(openRouter);
                return openRouter;
            }
        }.baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .time(time)
                .budget(budget)
                .costListener(new OpenRouterCostListener(totals, records::add));
    }

    private static OpenRouterChatModel model(OpenRouter openRouter) {
        return openRouter.chatModel().maxOutputTokens(100).build();
    }

    private void chat(OpenRouterBudget budget, String question) {
        model(connection(budget).build()).chat(question);
    }

    private void fails(OpenRouterBudget budget) {
        OpenRouter openRouter = connection(budget).maxRetries(0).build();
        assertThatThrownBy(() -> model(openRouter).chat(QUESTION)).isInstanceOf(LangChain4jException.class);
    }

    private void cancelAfterText(OpenRouterBudget budget) {
        streamUntilText(budget).cancel();
    }

    /** By the user, or with the connection. */
    private void endsAfterText(OpenRouterBudget budget, boolean cancelled, StreamAnswer begun) {
        server.answer(cancelled ? begun.silence() : begun.cut());
        HandlerRecorder handler = streamUntilText(budget);
        if (cancelled) {
            handler.cancel();
        } else {
            handler.awaitError();
        }
    }

    private HandlerRecorder streamUntilText(OpenRouterBudget budget) {
        HandlerRecorder handler = new HandlerRecorder();
        connection(budget)
                .build()
                .streamingChatModel()
                .maxOutputTokens(100)
                .build()
                .chat(QUESTION, handler);
        handler.awaitCall("text Once ");
        return handler;
    }

    private BigDecimal worstCase() {
        return model(connection(budget().build()).build()).dryRun(request()).amount();
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from(QUESTION)).build();
    }

    private static OpenRouterImageModel image(OpenRouter openRouter) {
        return openRouter.imageModel().modelName("bytedance-seed/seedream-4.5").build();
    }

    private static OpenRouterSpeechModel speech(OpenRouter openRouter) {
        return openRouter
                .speechModel()
                .modelName("mistralai/voxtral-mini-tts-2603")
                .build();
    }

    private static void transcribe(OpenRouter openRouter) {
        openRouter
                .transcriptionModel()
                .modelName("openai/whisper-large-v3")
                .build()
                .transcribeToText(Audio.builder()
                        .binaryData(new byte[48_000])
                        .mimeType("audio/wav")
                        .build());
    }

    private static OpenRouterEmbeddingModel embedding(OpenRouter openRouter) {
        return openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .build();
    }

    private static List<TextSegment> segments(String... texts) {
        return Arrays.stream(texts).map(TextSegment::from).toList();
    }

    private static JsonNode unpricedImageModel() {
        try {
            return new ObjectMapper().readTree("""
                    {"id":"unpriced/painter","name":"Painter","context_length":4096,
                     "architecture":{"input_modalities":["text"],"output_modalities":["image"]},
                     "pricing":{"prompt":"0","completion":"0"}}""");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
