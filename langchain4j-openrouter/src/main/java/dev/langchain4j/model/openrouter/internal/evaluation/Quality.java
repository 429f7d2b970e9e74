package dev.langchain4j.model.openrouter.internal.evaluation;

import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection.Topic;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The quality of an order of passages, as {@code trec_eval} defines it.
 *
 * @param ndcg nDCG@10; the gain is the label, the ideal the best order of everything that was judged
 * @param mrr the reciprocal rank of the first relevant passage; 0 if it is not among the first ten
 * @param recall the share of the relevant passages that is among the first ten; 0 if none is relevant
 */
public record Quality(double ndcg, double mrr, double recall) {

    private static final int DEPTH = 10;
    private static final int RELEVANT = 2;

    /** The quality of an order of the topic's candidates. */
    public static Quality of(Topic topic, List<String> order) {
        List<Integer> labels = order.stream().map(topic::label).toList();
        double ideal = dcg(sorted(topic.labels().values()));
        int least = leastRelevant(topic);
        return new Quality(
                ideal == 0 ? 0 : dcg(labels) / ideal, reciprocalRank(labels, least), recall(topic, labels, least));
    }

    /** A label of 2; 1 if no label is higher, as with clicks. */
    private static int leastRelevant(Topic topic) {
        return topic.labels().values().stream().anyMatch(label -> label >= RELEVANT) ? RELEVANT : 1;
    }

    private static double recall(Topic topic, List<Integer> labels, int least) {
        long all =
                topic.labels().values().stream().filter(label -> label >= least).count();
        long found =
                labels.stream().limit(DEPTH).filter(label -> label >= least).count();
        return all == 0 ? 0 : (double) found / all;
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

    private static double reciprocalRank(List<Integer> labels, int least) {
        for (int i = 0; i < Math.min(DEPTH, labels.size()); i++) {
            if (labels.get(i) >= least) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
