package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection.Topic;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A synthetic collection reranked under some conditions, query by query, so that two conditions can be compared on the same
 * queries. The targets are those for real labels, where the oracle stands at 0.8802, lifted to this collection's oracle.
 */
public final class QualityTrial {

    /** What reranks: a score for each passage. */
    public interface Reranker {

        List<Double> scores(String query, List<String> passages);
    }

    /** In which order the first stage hands its passages over. */
    public enum Order {
        AS_GIVEN,
        REVERSED,
        SHUFFLED;

        List<Integer> positions(int size, long seed) {
            List<Integer> positions =
                    Arrays.asList(IntStream.range(0, size).boxed().toArray(Integer[]::new));
            if (this == REVERSED) {
                Collections.reverse(positions);
            } else if (this == SHUFFLED) {
                Collections.shuffle(positions, new Random(seed));
            }
            return positions;
        }
    }

    private static final double ORACLE_OF_REAL_LABELS = .8802;

    private final List<Topic> topics;

    public QualityTrial(List<Topic> topics) {
        this.topics = topics;
    }

    /** nDCG@10 of each query. */
    public double[] ndcg(Order order, Reranker reranker) {
        double[] reached = new double[topics.size()];
        for (int i = 0; i < reached.length; i++) {
            Topic topic = topics.get(i);
            List<Integer> positions = order.positions(topic.passages().size(), i);
            List<Double> scores = reranker.scores(
                    topic.query(), positions.stream().map(topic.passages()::get).toList());
            List<Integer> labels = RankingMetrics.order(scores).stream()
                    .map(place -> topic.labels().get(positions.get(place)))
                    .toList();
            reached[i] = RankingMetrics.ndcg(labels, topic.judged(), 10);
        }
        return reached;
    }

    /** The best that any order of the passages can reach, of each query. */
    public double[] oracle() {
        return topics.stream()
                .mapToDouble(topic -> RankingMetrics.ndcg(
                        topic.labels().stream()
                                .sorted(Comparator.reverseOrder())
                                .toList(),
                        topic.judged(),
                        10))
                .toArray();
    }

    /** A target or a loss on real labels, at the level of each query's oracle. */
    public double[] lifted(double figure) {
        return Arrays.stream(oracle())
                .map(oracle -> figure * oracle / ORACLE_OF_REAL_LABELS)
                .toArray();
    }

    public static double[] minus(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] - other[i])
                .toArray();
    }

    /**
     * Fails if the mean lies below the floor's by more than two standard errors: more queries make for a sharper test, and
     * none fails by chance when a word of the prompts changes and with it all simulated noise.
     */
    public static void assertReaches(double[] reached, double[] floor) {
        double[] margins = minus(reached, floor);
        double mean = Arrays.stream(margins).average().orElseThrow();
        double variance = Arrays.stream(margins)
                        .map(margin -> (margin - mean) * (margin - mean))
                        .sum()
                / (margins.length - 1);
        assertThat(mean)
                .as(
                        "mean margin over %d queries, standard error %.4f",
                        margins.length, Math.sqrt(variance / margins.length))
                .isGreaterThan(-2 * Math.sqrt(variance / margins.length));
    }
}
