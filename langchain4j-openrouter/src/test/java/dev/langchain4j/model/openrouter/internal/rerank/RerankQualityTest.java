package dev.langchain4j.model.openrouter.internal.rerank;

import static dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.Order.AS_GIVEN;
import static dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.assertReaches;
import static dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.minus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.RerankEngineOptions;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.LossyJudge;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.Order;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.QualityTrial.Reranker;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.RankingMetrics;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection.Topic;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rankings of a simulated judge over a synthetic collection. The profile {@code thorough} has twenty times the queries. */
class RerankQualityTest {

    private static final SyntheticCollection COLLECTION =
            SyntheticCollection.of(Integer.getInteger("rerank.queries", 24), 100, 2020);
    private static final QualityTrial TRIAL = new QualityTrial(COLLECTION.topics());
    private static final Pattern PAIR = Pattern.compile("\\[(\\d+),\\d+]");
    private static final Map<List<Object>, Reranker> UNDISTURBED = new ConcurrentHashMap<>();

    @Test
    void the_collection_leaves_room_between_the_first_stage_and_the_oracle() {
        double[] firstStage = TRIAL.ndcg(AS_GIVEN, (query, passages) -> Reranking.keepOrderScores(passages.size()));

        assertThat(Arrays.stream(firstStage).average().orElseThrow()).isBetween(.35, .5);
        assertThat(Arrays.stream(TRIAL.oracle()).average().orElseThrow()).isBetween(.9, .96);
    }

    @ParameterizedTest
    @EnumSource
    void a_judge_without_fault_gives_the_oracle_s_ranking(Strategy strategy) {
        // no noise, so some queries tell as much as all
        var some = new QualityTrial(
                COLLECTION.topics().subList(0, COLLECTION.topics().size() / 4));

        assertThat(some.ndcg(AS_GIVEN, engine(strategy, judge("IDEAL")::answer)))
                .containsExactly(some.oracle(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,TYPICAL,.755", "QUALITY,TYPICAL,.770", "AUTO,NOISY,.665", "QUALITY,NOISY,.685"})
    void a_judge_with_faults_reaches_the_target(Strategy strategy, String noise, double target) {
        assertReaches(undisturbed(strategy, noise), TRIAL.lifted(target));
    }

    @ParameterizedTest
    @CsvSource({"TYPICAL", "NOISY"})
    void two_rounds_are_no_worse_than_nine_windows_in_a_row(String noise) {
        double[] sliding = undisturbed(Strategy.LISTWISE_SLIDING, noise);

        assertReaches(undisturbed(Strategy.QUALITY, noise), minus(sliding, TRIAL.lifted(.01)));
    }

    @ParameterizedTest
    @CsvSource({"TYPICAL", "NOISY"})
    void one_call_for_grades_orders_twenty_passages_as_well_as_one_for_an_order(String noise) {
        var twenty = SyntheticCollection.mixed(2 * COLLECTION.topics().size(), 20, 2021);
        var trial = new QualityTrial(twenty.topics());
        var judge = new SimulatedJudge(twenty::label, noise(noise), 1);

        double[] graded = trial.ndcg(AS_GIVEN, engine(Strategy.AUTO, judge::answer));
        double[] ordered = trial.ndcg(AS_GIVEN, engine(Strategy.LISTWISE_SLIDING, judge::answer));
        double[] numbered = trial.ndcg(AS_GIVEN, engine(Strategy.AUTO, prompt -> numbered(judge.answer(prompt))));

        assertReaches(graded, ordered);
        assertThat(mean(graded)).isGreaterThan(mean(numbered) + .005);
    }

    /** The same verdicts of a judge that keeps to the order of the prompt. */
    private static String numbered(String reply) {
        return PAIR.matcher(reply)
                .results()
                .sorted(Comparator.comparing(pair -> Integer.valueOf(pair.group(1))))
                .map(MatchResult::group)
                .collect(Collectors.joining(",", "{\"grades\":[", "]}"));
    }

    private static double mean(double[] figures) {
        return Arrays.stream(figures).average().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"AUTO,REVERSED,.03", "AUTO,SHUFFLED,.03", "QUALITY,REVERSED,.02", "QUALITY,SHUFFLED,.02"})
    void the_order_of_the_first_stage_hardly_matters(Strategy strategy, Order order, double loss) {
        double[] reordered = TRIAL.ndcg(order, engine(strategy, judge("TYPICAL")::answer));

        assertReaches(reordered, minus(undisturbed(strategy, "TYPICAL"), TRIAL.lifted(loss)));
    }

    @ParameterizedTest
    @CsvSource({".1,.008", ".3,.015"})
    void replies_that_lose_most_verdicts_cost_little(double share, double loss) {
        var judge = new LossyJudge(judge("TYPICAL"), share);

        double[] damaged = TRIAL.ndcg(AS_GIVEN, engine(Strategy.QUALITY, judge::answer));

        assertReaches(damaged, minus(undisturbed(Strategy.QUALITY, "TYPICAL"), TRIAL.lifted(loss)));
    }

    @ParameterizedTest
    @CsvSource({"TYPICAL,.92,.72", "NOISY,.86,.55"})
    void scores_of_different_queries_can_be_compared(String noise, double auc, double f1) {
        Reranker engine = remembered(Strategy.QUALITY, noise);
        List<Double> scores = new ArrayList<>();
        List<Boolean> relevant = new ArrayList<>();
        for (Topic topic : COLLECTION.topics()) {
            scores.addAll(engine.scores(topic.query(), topic.passages()));
            topic.labels().forEach(label -> relevant.add(label >= 2));
        }

        // about two standard errors: another wording of the prompts is other noise
        double chance = .07 / Math.sqrt(COLLECTION.topics().size());
        assertThat(RankingMetrics.auc(scores, relevant)).isGreaterThan(auc - chance);
        assertThat(RankingMetrics.bestF1(scores, relevant)).isGreaterThan(f1 - chance);
    }

    private static SimulatedJudge judge(String noise) {
        return new SimulatedJudge(COLLECTION::label, noise(noise), 1);
    }

    private static Noise noise(String name) {
        return switch (name) {
            case "IDEAL" -> Noise.IDEAL;
            case "TYPICAL" -> Noise.TYPICAL;
            default -> Noise.NOISY;
        };
    }

    private static double[] undisturbed(Strategy strategy, String noise) {
        return TRIAL.ndcg(AS_GIVEN, remembered(strategy, noise));
    }

    /** Ranks each query once, with its passages in the order of the first stage: several tests look at the same run. */
    private static Reranker remembered(Strategy strategy, String noise) {
        return UNDISTURBED.computeIfAbsent(List.of(strategy, noise), key -> {
            Reranker engine = engine(strategy, judge(noise)::answer);
            Map<String, List<Double>> scores = new ConcurrentHashMap<>();
            return (query, passages) -> scores.computeIfAbsent(query, asked -> engine.scores(asked, passages));
        });
    }

    private static Reranker engine(Strategy strategy, UnaryOperator<String> judge) {
        RerankOptions options =
                RerankEngineOptions.of(strategy).nonceSecret("secret").build();
        RerankEngine engine = new RecordingJudge(prompt -> judge.apply(prompt.user())).engine(options);
        return (query, passages) -> engine.rerank(query, passages).join().scores();
    }
}
