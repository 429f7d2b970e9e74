package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.Order.AS_GIVEN;
import static dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.assertReaches;
import static dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.minus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.LossyJudge;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.Order;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.Reranker;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection.Topic;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rankings of a simulated judge at the other end of the wire. The profile {@code thorough} has twelve times the queries;
 * without the wire, {@code RerankQualityTest} affords more.
 */
@ExtendWith(OpenRouterServerExtension.class)
class RerankQualityOverHttpTest {

    private static final int QUERIES = Integer.getInteger("rerank.queries.http", 8);
    private static final SyntheticCollection COLLECTION = SyntheticCollection.of(QUERIES, 100, 2020);
    private static final QualityTrial TRIAL = new QualityTrial(COLLECTION.topics());
    private static final Map<Strategy, Undisturbed> UNDISTURBED = new ConcurrentHashMap<>();
    private static final Topic TOPIC = COLLECTION.topics().get(0);

    private final OpenRouterServer server;

    RerankQualityOverHttpTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @EnumSource
    void a_judge_without_fault_gives_the_oracles_ranking(Strategy strategy) {
        // A hundred calls each with POINTWISE. No noise, so a few queries tell as much as many.
        var few = new QualityTrial(COLLECTION.topics().subList(0, strategy == Strategy.POINTWISE ? 1 : 6));
        judge(Noise.IDEAL);

        assertThat(few.ndcg(AS_GIVEN, reranker(strategy))).containsExactly(few.oracle(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,.755,6", "QUALITY,.770,8"})
    void a_typical_judge_reaches_the_target_within_the_calls(Strategy strategy, double target, int calls) {
        Undisturbed undisturbed = undisturbed(strategy);

        assertReaches(undisturbed.ndcg, TRIAL.lifted(target));
        assertThat(undisturbed.calls).isBetween(QUERIES, QUERIES * calls);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,.665", "QUALITY,.685"})
    void a_noisy_judge_reaches_the_target(Strategy strategy, double target) {
        judge(Noise.NOISY);

        assertReaches(TRIAL.ndcg(AS_GIVEN, reranker(strategy)), TRIAL.lifted(target));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,REVERSED,.03", "AUTO,SHUFFLED,.03", "QUALITY,REVERSED,.02", "QUALITY,SHUFFLED,.02"})
    void the_order_of_the_first_stage_hardly_matters(Strategy strategy, Order order, double loss) {
        judge(Noise.TYPICAL);

        double[] reordered = TRIAL.ndcg(order, reranker(strategy));

        assertReaches(reordered, minus(undisturbed(strategy).ndcg, TRIAL.lifted(loss)));
    }

    @ParameterizedTest
    @CsvSource({".1,.008", ".3,.015"})
    void replies_that_lose_most_verdicts_cost_little(double share, double loss) {
        double[] undisturbed = undisturbed(Strategy.QUALITY).ndcg;
        var judge = new LossyJudge(typical(), share);
        server.when(SimulatedJudge.prompts())
                .answer(Answer.computed(request -> Answer.text(judge.answer(prompt(request)))));

        double[] damaged = TRIAL.ndcg(AS_GIVEN, reranker(Strategy.QUALITY));

        assertReaches(damaged, minus(undisturbed, TRIAL.lifted(loss)));
    }

    @Test
    void twenty_passages_take_one_call() {
        judge(Noise.TYPICAL);

        Response<List<Double>> response =
                model(Strategy.AUTO).build().scoreAll(segments(TOPIC.passages()).subList(0, 20), TOPIC.query());

        assertThat(response.metadata()).containsEntry("openrouter.rerank.calls", 1);
        assertThat(response.tokenUsage().inputTokenCount()).isLessThanOrEqualTo(4_600);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,6,27000", "QUALITY,8,36000"})
    void a_hundred_passages_take_two_rounds_of_few_calls(Strategy strategy, int calls, int tokens) {
        judge(Noise.TYPICAL);

        Response<List<Double>> response = model(strategy).build().scoreAll(segments(TOPIC.passages()), TOPIC.query());

        assertThat(response.metadata())
                .containsEntry("openrouter.rerank.calls", calls)
                .containsEntry("openrouter.rerank.rounds", 2);
        assertThat(response.tokenUsage().inputTokenCount()).isLessThanOrEqualTo(tokens);
        assertThat(response.tokenUsage().outputTokenCount()).isLessThanOrEqualTo(6 * 20 * calls);
    }

    /** The server answers no grading call before five have come, and no ordering before three have. */
    @Test
    void the_calls_of_a_round_are_under_way_together() {
        var grading = new CountDownLatch(5);
        var ordering = new CountDownLatch(3);
        SimulatedJudge judge = typical();
        server.when(SimulatedJudge.prompts()).answer(Answer.computed(request -> {
            String prompt = prompt(request);
            meet(SimulatedJudge.read(prompt).ranking() ? ordering : grading);
            return Answer.text(judge.answer(prompt));
        }));

        Response<List<Double>> response =
                model(Strategy.QUALITY).maxConcurrency(8).build().scoreAll(segments(TOPIC.passages()), TOPIC.query());

        assertThat(response.metadata())
                .containsEntry("openrouter.rerank.calls", 8)
                .containsEntry("openrouter.rerank.rounds", 2)
                .containsEntry("openrouter.rerank.unscored", List.of());
    }

    @Test
    void never_more_calls_are_under_way_than_allowed() {
        var three = new CountDownLatch(3);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        SimulatedJudge judge = typical();
        server.when(SimulatedJudge.prompts()).answer(Answer.computed(request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            meet(three);
            String reply = judge.answer(prompt(request));
            underWay.decrementAndGet();
            return Answer.text(reply);
        }));

        model(Strategy.POINTWISE).maxConcurrency(3).build().scoreAll(segments(TOPIC.passages()), TOPIC.query());

        assertThat(most).hasValue(3);
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the typical judge makes of all queries, and in how many calls. */
    private record Undisturbed(double[] ndcg, int calls) {}

    /** Several tests look at the same run. */
    private Undisturbed undisturbed(Strategy strategy) {
        return UNDISTURBED.computeIfAbsent(strategy, key -> {
            server.reset();
            judge(Noise.TYPICAL);
            double[] ndcg = TRIAL.ndcg(AS_GIVEN, reranker(strategy));
            return new Undisturbed(ndcg, server.requests("/chat/completions").size());
        });
    }

    private static SimulatedJudge typical() {
        return new SimulatedJudge(COLLECTION::label, Noise.TYPICAL, 1);
    }

    private void judge(Noise noise) {
        server.when(SimulatedJudge.prompts()).answer(new SimulatedJudge(COLLECTION::label, noise, 1).asAnswer());
    }

    private Reranker reranker(Strategy strategy) {
        OpenRouterLlmScoringModel model = model(strategy).build();
        return (query, passages) -> model.scoreAll(segments(passages), query).content();
    }

    private OpenRouterLlmScoringModel.Builder model(Strategy strategy) {
        return OpenRouterLlmScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .strategy(strategy)
                .nonceSecret("the same prompts in every run");
    }

    private static String prompt(RecordedRequest request) {
        return request.body().at("/messages/1/content").asText();
    }

    private static List<TextSegment> segments(List<String> passages) {
        return passages.stream().map(TextSegment::from).toList();
    }
}
