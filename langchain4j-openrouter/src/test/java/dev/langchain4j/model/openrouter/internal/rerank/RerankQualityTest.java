package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.openrouter.internal.rerank.simulation.RankingMetrics;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection.Topic;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rankings of a simulated judge over a synthetic collection. The floors are the targets for real labels, where the oracle
 * stands at 0.880, lifted to this collection's oracle of 0.938.
 */
class RerankQualityTest {

    private static final int QUERIES = 97;
    private static final SyntheticCollection COLLECTION = SyntheticCollection.of(QUERIES, 100, 2020);
    private static final double ORACLE = mean(topic -> ndcg(topic, sorted(topic.labels())));
    private static final Map<List<Object>, Double> UNDISTURBED = new ConcurrentHashMap<>();
    private static final double LIFT = ORACLE / .8802;

    @Test
    void the_collection_leaves_room_between_the_first_stage_and_the_oracle() {
        assertThat(mean(topic -> ndcg(topic, topic.labels()))).isCloseTo(.45, within(.03));
        assertThat(ORACLE).isCloseTo(.938, within(.005));
    }

    @ParameterizedTest
    @EnumSource
    void a_judge_without_fault_gives_the_oracle_s_ranking(RerankStrategy strategy) {
        double reached = quality(strategy, new SimulatedJudge(COLLECTION::label, Noise.IDEAL, 0)::answer);

        assertThat(reached).isCloseTo(ORACLE, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,.755", "QUALITY,.770"})
    void a_typical_judge_reaches_the_target(RerankStrategy strategy, double target) {
        assertThat(quality(strategy, Noise.TYPICAL)).isGreaterThan(target * LIFT);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,.665", "QUALITY,.685"})
    void a_noisy_judge_reaches_the_target(RerankStrategy strategy, double target) {
        assertThat(quality(strategy, Noise.NOISY)).isGreaterThan(target * LIFT);
    }

    @Test
    void two_rounds_are_no_worse_than_nine_windows_in_a_row() {
        double sliding = quality(RerankStrategy.LISTWISE_SLIDING, Noise.TYPICAL);

        assertThat(quality(RerankStrategy.QUALITY, Noise.TYPICAL)).isGreaterThan(sliding - .01);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,.03", "QUALITY,.02"})
    void the_order_of_the_first_stage_hardly_matters(RerankStrategy strategy, double loss) {
        double asGiven = quality(strategy, Noise.TYPICAL);

        double reversed = mean(topic -> {
            Reranking ranking =
                    rerank(strategy, judge(Noise.TYPICAL)::answer, topic.query(), reversed(topic.passages()));
            return ndcg(topic, inOrder(ranking, reversed(topic.labels())));
        });

        assertThat(reversed).isGreaterThan(asGiven - loss);
    }

    @ParameterizedTest
    @CsvSource({".1,.008", ".3,.015"})
    void replies_that_lose_most_verdicts_cost_little(double share, double loss) {
        SimulatedJudge judge = judge(Noise.TYPICAL);
        var random = new Random(3);

        double damaged = quality(
                RerankStrategy.QUALITY,
                user -> random.nextDouble() < share ? withLoss(judge.answer(user), .6, random) : judge.answer(user));

        assertThat(damaged).isGreaterThan(quality(RerankStrategy.QUALITY, Noise.TYPICAL) - loss * LIFT);
    }

    @ParameterizedTest
    @CsvSource({"TYPICAL,.92", "NOISY,.86"})
    void scores_of_different_queries_can_be_compared(String noise, double target) {
        SimulatedJudge judge = judge(noise.equals("NOISY") ? Noise.NOISY : Noise.TYPICAL);
        List<Double> scores = new ArrayList<>();
        List<Boolean> relevant = new ArrayList<>();
        for (Topic topic : COLLECTION.topics()) {
            scores.addAll(rerank(RerankStrategy.QUALITY, judge::answer, topic.query(), topic.passages())
                    .scores());
            topic.labels().forEach(label -> relevant.add(label >= 2));
        }

        assertThat(RankingMetrics.auc(scores, relevant)).isGreaterThan(target);
    }

    private static SimulatedJudge judge(Noise noise) {
        return new SimulatedJudge(COLLECTION::label, noise, 1);
    }

    /** Several tests compare with the same undisturbed run. */
    private static double quality(RerankStrategy strategy, Noise noise) {
        return UNDISTURBED.computeIfAbsent(List.of(strategy, noise), key -> quality(strategy, judge(noise)::answer));
    }

    private static double quality(RerankStrategy strategy, Function<String, String> judge) {
        return mean(topic ->
                ndcg(topic, inOrder(rerank(strategy, judge, topic.query(), topic.passages()), topic.labels())));
    }

    private static Reranking rerank(
            RerankStrategy strategy, Function<String, String> judge, String query, List<String> passages) {
        var options =
                RerankOptions.builder().strategy(strategy).nonceSecret("secret").build();
        return new RecordingJudge(prompt -> judge.apply(prompt.user()))
                .engine(options)
                .rerank(query, passages)
                .join();
    }

    private static String withLoss(String reply, double share, Random random) {
        return Pattern.compile("\"\\d+\":\\d+|(?<=[\\[,])\\d+")
                .matcher(reply)
                .replaceAll(verdict -> random.nextDouble() < share ? "" : verdict.group())
                .replaceAll(",{2,}", ",")
                .replace("{,", "{")
                .replace("[,", "[");
    }

    private static double mean(ToDoubleFunction<Topic> measure) {
        return COLLECTION.topics().stream().mapToDouble(measure).average().orElseThrow();
    }

    private static double ndcg(Topic topic, List<Integer> labels) {
        return RankingMetrics.ndcg(labels, topic.judged(), 10);
    }

    private static List<Integer> inOrder(Reranking ranking, List<Integer> labels) {
        return RankingMetrics.order(ranking.scores()).stream().map(labels::get).toList();
    }

    private static List<Integer> sorted(List<Integer> labels) {
        return labels.stream().sorted(Collections.reverseOrder()).toList();
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }
}
