package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Budget, ledger and report have the same sum, whatever an answer or a failure tells of its cost: that of the account
 * or of your own key, both, none, or a number that is no price. Calls and answers are drawn at random.
 */
@ExtendWith(OpenRouterServerExtension.class)
class CostAgreementTest {

    private static final int CALLS = Integer.getInteger("cost.calls", 100);
    private static final long SEED = Long.getLong("cost.seed", 20261127);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] STATUSES = {"400", "402", "408", "429", "500", "502", "503", "524"};

    private final OpenRouterServer server;
    private final Random random = new Random(SEED);

    CostAgreementTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void budget_ledger_and_report_have_the_same_sum(boolean byokCounts, @TempDir Path folder) {
        List<EveryCall> calls = Arrays.stream(EveryCall.values())
                .filter(EveryCall::isPaid)
                .filter(call -> call != EveryCall.BATCH_SUBMISSION && call != EveryCall.SPEECH) // no cost, no usage
                .toList();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new BigDecimal("1000000"))
                .byokCounts(byokCounts)
                .settleUnknown(false)
                .time(new FakeTime())
                .build();
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        OpenRouterCostReport report = new OpenRouterCostReport();
        Path csv = folder.resolve("costs.csv");
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .time(new FakeTime())
                .retryBrokenAnswers(true)
                .budget(budget)
                .costListener(new OpenRouterCostListener(totals, report, OpenRouterCostSink.csv(csv)))
                .build()) {
            for (int i = 0; i < CALLS; i++) {
                EveryCall call = calls.get(random.nextInt(calls.size()));
                List<Told> told = Stream.generate(() -> told(call)).limit(4).toList();
                String what = "call " + i + " of seed " + SEED + ": " + call + " " + told;
                answer(call, told);

                run(call, openRouter);
                budget.settle();

                OpenRouterCostTotals.Total ledger = totals.total();
                assertThat(budget.spent())
                        .as(what)
                        .isEqualByComparingTo(byokCounts ? ledger.cost().add(ledger.upstreamCost()) : ledger.cost());
                assertThat(budget.reserved()).as(what).isZero();
                assertThat(budget.unsettled()).as(what).isZero();
                assertThat(ledger.unsettled()).as(what).isZero();
            }
        }
        OpenRouterCostTotals.Total ledger = totals.total();
        String sum = String.format(Locale.ROOT, ">$%,.2f<", ledger.cost().add(ledger.upstreamCost()));
        assertThat(ledger.upstreamCost()).isPositive();
        assertThat(report.html()).contains(sum);
        assertThat(OpenRouterCostReport.read(csv).html()).contains(sum);
    }

    private static void run(EveryCall call, OpenRouter openRouter) {
        try {
            call.on(openRouter);
        } catch (RuntimeException expected) {
            // the failure that was drawn
        }
    }

    /** One answer: its form, and the usage in it. */
    private record Told(String form, String status, String usage, String id) {}

    private Told told(EveryCall call) {
        String form = pick("ok", "ok", "ok", "status", "error", "cut", "HIT");
        return new Told(form, pick(STATUSES), usage(), "gen-" + random.nextInt(1_000_000));
    }

    private String usage() {
        String tokens = "\"prompt_tokens\":9,\"completion_tokens\":" + pick("0", "9");
        String cost = pick("", ",\"cost\":null", ",\"cost\":0", ",\"cost\":0.25", ",\"cost\":\"0.5\"", ",\"cost\":-1");
        String own = pick("", ",\"is_byok\":false", ",\"is_byok\":true", ",\"is_byok\":true");
        String upstream = pick("", "_cost\":null", "_cost\":0", "_cost\":2", "_cost\":-3", "_prompt_cost\":1");
        String details = upstream.isEmpty() ? "" : ",\"cost_details\":{\"upstream_inference" + upstream + "}";
        return pick("null", "{%s%s%s%s}", "{%s%s%s%s}", "{%s%s%s%s}").formatted(tokens, cost, own, details);
    }

    private String pick(String... several) {
        return several[random.nextInt(several.length)];
    }

    private void answer(EveryCall call, List<Told> told) {
        server.reset();
        server.when(Match.path("/generation")).answer(Answer.payload("""
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
            case "HIT" -> answered(call, told.usage()).header("X-OpenRouter-Cache-Status", "HIT");
            default -> answered(call, told.usage());
        };
        return answer.header("X-Generation-Id", told.id());
    }

    private static Answer answered(EveryCall call, String usage) {
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
