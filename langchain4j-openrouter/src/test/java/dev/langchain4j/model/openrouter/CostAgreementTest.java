package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.SubscriberRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Budget, ledger and report have the same sum, whatever an answer or a failure tells of its cost: that of the account
 * or of your own key, both, none, or a number that is no price; also if a call is cancelled, consists of several, or is
 * a batch. Calls and answers are drawn at random.
 */
@ExtendWith(OpenRouterServerExtension.class)
class CostAgreementTest {

    private static final int CALLS = Integer.getInteger("cost.calls", 100);
    private static final long SEED = Long.getLong("cost.seed", 20261127);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ChatRequest HI =
            ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    private static final String[] STATUSES = {"400", "402", "408", "429", "500", "502", "503", "524"};

    private final OpenRouterServer server;
    private final Random random = new Random(SEED);
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private int batches;

    CostAgreementTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void budget_ledger_and_report_have_the_same_sum(boolean byokCounts, @TempDir Path folder) {
        List<Call> calls = calls();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new BigDecimal("1000000"))
                .byokCounts(byokCounts)
                .settleUnknown(false)
                .unknownCounts(pick(OpenRouterBudget.Unknown.values()))
                .time(new FakeTime())
                .build();
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        OpenRouterCostReport report = new OpenRouterCostReport();
        Path csv = folder.resolve("costs.csv");
        Path json = folder.resolve("costs.jsonl");
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .time(new FakeTime())
                .retryBrokenAnswers(true)
                .budget(budget)
                .costListener(new OpenRouterCostListener(
                        totals, report, records::add, OpenRouterCostSink.csv(csv), OpenRouterCostSink.jsonLines(json)))
                .build()) {
            for (int i = 0; i < CALLS; i++) {
                Call call = pick(calls.toArray(Call[]::new));
                List<Told> told = Stream.generate(this::told).limit(8).toList();
                String what = "call " + i + " of seed " + SEED + ": " + call.name() + " " + told;
                answer(call.as(), told);

                run(call, openRouter);

                // the record of a cancelled call follows its cost
                HandlerRecorder.patiently().untilAsserted(() -> assertAgree(what, budget, byokCounts, totals));
            }
        }
        OpenRouterCostTotals.Total ledger = totals.total();
        String sum = String.format(Locale.ROOT, ">$%,.2f<", ledger.cost().add(ledger.upstreamCost()));
        assertThat(ledger.upstreamCost()).isPositive();
        assertThat(report.html()).contains(sum);
        assertThat(OpenRouterCostReport.read(csv).html()).contains(sum);
        assertThat(OpenRouterCostReport.read(json).html()).contains(sum);
    }

    private void assertAgree(String what, OpenRouterBudget budget, boolean byokCounts, OpenRouterCostTotals totals) {
        budget.settle();
        OpenRouterCostTotals.Total ledger = totals.total();
        assertThat(budget.spent())
                .as(what)
                .isEqualByComparingTo(byokCounts ? ledger.cost().add(ledger.upstreamCost()) : ledger.cost());
        assertThat(budget.reserved()).as(what).isZero();
        assertThat(ledger.unsettled()).as(what).isEqualTo(attemptsWithoutId());
    }

    /** Nobody can learn their costs. */
    private long attemptsWithoutId() {
        return records.stream()
                .flatMap(record -> record.attemptOutcomes().stream())
                .filter(attempt -> attempt.cost() == null && attempt.generationId() == null)
                .count();
    }

    /** @param as the call whose endpoint and answers it has; null if it makes its own */
    private record Call(String name, @Nullable EveryCall as, Consumer<OpenRouter> run) {}

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (EveryCall call : EveryCall.values()) {
            if (call.isPaid() && call != EveryCall.BATCH_SUBMISSION) {
                calls.add(new Call(call.name(), call, call::on));
            }
        }
        calls.add(new Call("cancelled stream", EveryCall.STREAM, this::cancelStream));
        calls.add(new Call("cancelled publisher", EveryCall.PUBLISHER, this::cancelPublisher));
        calls.add(new Call("cancelled future", EveryCall.CHAT_ASYNC, this::cancelFuture));
        calls.add(new Call("embeddings in batches", EveryCall.EMBEDDINGS, CostAgreementTest::embedNine));
        calls.add(new Call("reranking in batches", EveryCall.LLM_RERANK, CostAgreementTest::rerankNine));
        calls.add(new Call("two rankings", EveryCall.LLM_RERANK, CostAgreementTest::refine));
        calls.add(new Call("batch that tells its cost", null, openRouter -> batch(openRouter, true)));
        calls.add(new Call("batch whose lines tell it", null, openRouter -> batch(openRouter, false)));
        return calls;
    }

    private void cancelStream(OpenRouter openRouter) {
        HandlerRecorder handler = new HandlerRecorder();
        AtomicInteger texts = new AtomicInteger(random.nextInt(3));
        handler.in("text", () -> {
            if (texts.getAndDecrement() == 0) {
                handler.cancel();
            }
        });
        openRouter.streamingChatModel().build().chat(HI, handler);
    }

    private void cancelPublisher(OpenRouter openRouter) {
        SubscriberRecorder subscriber =
                SubscriberRecorder.of(openRouter.streamingChatModel().build().chat(HI));
        int events = random.nextInt(3);
        if (events > 0) {
            subscriber.request(events).awaitEvents(events);
        }
        subscriber.cancel();
    }

    private void cancelFuture(OpenRouter openRouter) {
        CompletableFuture<ChatResponse> answer = openRouter.chatModel().build().chatAsync(HI);
        if (random.nextBoolean()) {
            HandlerRecorder.patiently()
                    .until(() -> answer.isDone()
                            || !server.requests("/chat/completions").isEmpty());
        }
        answer.cancel(true);
    }

    private static void embedNine(OpenRouter openRouter) {
        openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .maxSegmentsPerBatch(3)
                .build()
                .embedAll(segments(9));
    }

    private static void rerankNine(OpenRouter openRouter) {
        openRouter.llmScoringModel().batchSize(3).build().scoreAll(segments(9), "Where?");
    }

    private static void refine(OpenRouter openRouter) {
        OpenRouterScoringModel first =
                openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();
        openRouter
                .llmScoringModel()
                .onFailure(OpenRouterRerankFailurePolicy.fallback(first))
                .build()
                .refine(first)
                .scoreAll(segments(3), "Where?");
    }

    private static List<TextSegment> segments(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TextSegment.from("Text " + i))
                .toList();
    }

    /** A batch whose cost is told by itself, perhaps only at the second look, or by its three lines. */
    private void batch(OpenRouter openRouter, boolean tells) {
        String id = "batch_" + batches++;
        String lines = IntStream.range(0, 3)
                .mapToObj(line -> """
                        {"custom_id":"00000%d","response":{"status_code":200,"body":{"id":"gen-%s-%1$d",
                         "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":%s}}}""".formatted(
                        line, id, tells ? pick("null", "{\"total_tokens\":1}", "{\"total_tokens\":2}") : ownKey(2)))
                .collect(Collectors.joining(",", "[", "]"));
        String batch = "{\"id\":\"%s\",\"status\":\"completed\",\"results\":%s,\"usage\":%s}";
        String usage = tells ? ownKey(5) : "{\"cost\":-4}";
        server.when(Match.path("/batches")).answer(Answer.payload("{\"id\":\"" + id + "\"}"));
        server.when(Match.path("/batches/" + id))
                .answer(
                        Answer.payload(batch.formatted(id, lines, pick(usage, "null"))),
                        Answer.payload(batch.formatted(id, lines, usage)));
        OpenRouterBatchChatModel model = openRouter.batchChatModel().build();

        model.submit(new BatchRequest<>(List.of(HI, HI, HI)));
        model.retrieve(id);
    }

    private String ownKey(int tokens) {
        return "{\"total_tokens\":%d,\"cost\":%s,\"is_byok\":%s,\"cost_details\":{\"upstream_inference_cost\":%s}}"
                .formatted(tokens, pick("0.07", "\"1e-12\""), pick("true", "false"), pick("0", "0.3", "2e-8"));
    }

    private static void run(Call call, OpenRouter openRouter) {
        try {
            call.run().accept(openRouter);
        } catch (RuntimeException expected) {
            // the failure that was drawn
        }
    }

    /** One answer: its form, and the usage in it. */
    private record Told(String form, String status, String usage, String id) {}

    private Told told() {
        String form = pick("ok", "ok", "ok", "status", "error", "cut", "lost", "reset", "HIT");
        return new Told(form, pick(STATUSES), usage(), "gen-" + random.nextInt(1_000_000));
    }

    private String usage() {
        String tokens = "\"prompt_tokens\":9,\"completion_tokens\":" + pick("0", "9");
        String cost =
                pick("", ",\"cost\":" + pick("null", "0", "0.25", "\"0.5\"", "1.25E-7", "0.000000123456789012345"));
        if (random.nextInt(4) == 0) {
            cost = ",\"cost\":" + pick("-1", "\"NaN\"", "1e400", "999999999999", "{}", "true");
        }
        String own = pick("", ",\"is_byok\":false", ",\"is_byok\":true", ",\"is_byok\":true");
        String upstream = pick(
                "", "_cost\":null", "_cost\":0", "_cost\":2", "_cost\":\"3e-13\"", "_cost\":-3", "_prompt_cost\":1");
        String details = upstream.isEmpty() ? "" : ",\"cost_details\":{\"upstream_inference" + upstream + "}";
        return pick("null", "{%s%s%s%s}", "{%s%s%s%s}", "{%s%s%s%s}").formatted(tokens, cost, own, details);
    }

    @SafeVarargs
    private <T> T pick(T... several) {
        return several[random.nextInt(several.length)];
    }

    private void answer(@Nullable EveryCall call, List<Told> told) {
        server.reset();
        if (call == null) {
            return;
        }
        server.when(Match.path("/generation"))
                .answer(
                        Answer.payload("{\"data\":{\"total_cost\":%s}}".formatted(pick("-1", "\"NaN\"", "null"))),
                        Answer.payload("""
                {"data":{"total_cost":0.03,"is_byok":%s,"upstream_inference_cost":0.2}}""".formatted(random.nextBoolean())));
        List<Answer> answers = told.stream().map(one -> answer(call, one)).toList();
        server.when(Match.path(call.path()))
                .answer(answers.get(0), answers.subList(1, answers.size()).toArray(Answer[]::new));
    }

    private static Answer answer(EveryCall call, Told told) {
        String error = "{\"id\":\"%s\",\"error\":{\"code\":%s,\"message\":\"no\"},\"usage\":%s}"
                .formatted(told.id(), told.status(), told.usage());
        Answer answer = switch (told.form()) {
            case "status" -> Answer.raw(Integer.parseInt(told.status()), "application/json", error);
            case "error" -> Answer.payload(error);
            case "cut" -> Answer.cut(answered(call, told.usage()));
            case "lost" -> Answer.lost(answered(call, told.usage()));
            case "reset" -> Answer.fault(Fault.CONNECTION_RESET);
            case "HIT" -> answered(call, told.usage()).header("X-OpenRouter-Cache-Status", "HIT");
            default -> answered(call, told.usage());
        };
        return answer.header("X-Generation-Id", told.id());
    }

    private static Answer answered(EveryCall call, String usage) {
        if (call == EveryCall.SPEECH) {
            return Answer.raw(200, call.contentType(), call.body());
        }
        String body = new String(call.body(), StandardCharsets.UTF_8);
        boolean streamed = call.contentType().equals("text/event-stream");
        String changed = streamed
                ? body.lines()
                        .map(line -> line.contains("\"usage\"") ? "data: " + with(usage, line.substring(5)) : line)
                        .collect(Collectors.joining("\n", "", "\n\n"))
                : with(usage, body);
        return Answer.raw(200, call.contentType(), changed);
    }

    private static String with(String usage, String body) {
        try {
            ObjectNode answer = (ObjectNode) JSON.readTree(body);
            return answer.set("usage", JSON.readTree(usage)).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(body, e);
        }
    }
}
