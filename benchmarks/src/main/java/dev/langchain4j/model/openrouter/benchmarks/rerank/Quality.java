package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.model.openrouter.benchmarks.rerank.LabelledCollection.Topic;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The quality of an order of passages, as {@code trec_eval} defines it.
 *
 * @param ndcg nDCG@10; the gain is the label, the ideal the best order of everything that was judged
 * @param mrr the reciprocal rank of the first passage with a label of 2 or more; 0 if it is not among the first ten
 */
record Quality(double ndcg, double mrr) {

    private static final int DEPTH = 10;
    private static final int RELEVANT = 2;

    static Quality of(Topic topic, List<String> order) {
        List<Integer> labels = order.stream().map(topic::label).toList();
        double ideal = dcg(sorted(topic.labels().values()));
        return new Quality(ideal == 0 ? 0 : dcg(labels) / ideal, reciprocalRank(labels));
    }

    /** The best possible reranking. */
    static Quality oracle(Topic topic) {
        List<String> best = topic.candidates().stream()
                .sorted(Comparator.comparing((String passage) -> -topic.label(passage)))
                .toList();
        return of(topic, best);
    }

    private static List<Integer> sorted(Collection<Integer> labels) {
        return labels.stream().sorted(Comparator.reverseOrder()).toList();
    }

    private static double dcg(List<Integer> labels) {
        double sum = 0;
        for (int i = 0; i < Math.min(DEPTH, labels.size()); i++) {
            sum += labels.get(i) / (Math.log(i + 2) / Math.log(2));
        }
        return sum;
    }

    private static double reciprocalRank(List<Integer> labels) {
        for (int i = 0; i < Math.min(DEPTH, labels.size()); i++) {
            if (labels.get(i) >= RELEVANT) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
