package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.RankingMetrics;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection.Topic;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.output.Response;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rankings of a simulated judge at the other end of the wire. The targets are those for real labels, where the oracle
 * stands at 0.880, lifted to this collection's oracle.
 */
@ExtendWith(OpenRouterServerExtension.class)
class RerankQualityOverHttpTest {

    private static final SyntheticCollection COLLECTION = SyntheticCollection.of(97, 100, 2020);
    private static final double ORACLE = COLLECTION.topics().stream()
            .mapToDouble(topic -> RankingMetrics.ndcg(
                    topic.labels().stream().sorted(Comparator.reverseOrder()).toList(), topic.judged(), 10))
            .average()
            .orElseThrow();

    private final OpenRouterServer server;

    RerankQualityOverHttpTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POINTWISE") // ten thousand calls
    void a_judge_without_fault_gives_the_oracles_ranking(Strategy strategy) {
        assertThat(quality(strategy, Noise.IDEAL)).isCloseTo(ORACLE, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,.755,6", "QUALITY,.770,8"})
    void a_typical_judge_reaches_the_target_within_the_calls(Strategy strategy, double target, int calls) {
        assertThat(quality(strategy, Noise.TYPICAL)).isGreaterThan(target * ORACLE / .8802);
        assertThat(server.requests("/chat/completions").size()).isLessThanOrEqualTo(97 * calls);
    }

    @Test
    void twenty_passages_take_one_call() {
        judge(Noise.TYPICAL);
        Topic topic = COLLECTION.topics().get(0);

        Response<List<Double>> response =
                model(Strategy.AUTO).scoreAll(segments(topic).subList(0, 20), topic.query());

        assertThat(response.metadata()).containsEntry("openrouter.rerank.calls", 1);
        assertThat(response.tokenUsage().inputTokenCount()).isLessThanOrEqualTo(4_600);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,6,27000", "QUALITY,8,36000"})
    void a_hundred_passages_take_two_rounds_of_few_calls(Strategy strategy, int calls, int tokens) {
        judge(Noise.TYPICAL);
        Topic topic = COLLECTION.topics().get(0);

        Response<List<Double>> response = model(strategy).scoreAll(segments(topic), topic.query());

        assertThat(response.metadata())
                .containsEntry("openrouter.rerank.calls", calls)
                .containsEntry("openrouter.rerank.rounds", 2);
        assertThat(response.tokenUsage().inputTokenCount()).isLessThanOrEqualTo(tokens);
        assertThat(response.tokenUsage().outputTokenCount()).isLessThanOrEqualTo(6 * 20 * calls);
    }

    private double quality(Strategy strategy, Noise noise) {
        judge(noise);
        OpenRouterLlmScoringModel model = model(strategy);
        return COLLECTION.topics().stream()
                .mapToDouble(topic -> ndcg(
                        topic, model.scoreAll(segments(topic), topic.query()).content()))
                .average()
                .orElseThrow();
    }

    private static double ndcg(Topic topic, List<Double> scores) {
        List<Integer> labels = RankingMetrics.order(scores).stream()
                .map(position -> topic.labels().get(position))
                .toList();
        return RankingMetrics.ndcg(labels, topic.judged(), 10);
    }

    private void judge(Noise noise) {
        server.when(SimulatedJudge.prompts()).answer(new SimulatedJudge(COLLECTION::label, noise, 0).asAnswer());
    }

    private OpenRouterLlmScoringModel model(Strategy strategy) {
        return OpenRouterLlmScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .strategy(strategy)
                .nonceSecret("the same prompts in every run")
                .build();
    }

    private static List<TextSegment> segments(Topic topic) {
        return topic.passages().stream().map(TextSegment::from).toList();
    }
}
