package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What rankings are measured by, defined as trec_eval does. */
public final class RankingMetrics {

    private RankingMetrics() {}

    /** Positions from the highest score to the lowest; ties in input order. */
    public static List<Integer> order(List<Double> scores) {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer position) -> -scores.get(position)))
                .toList();
    }

    /** The gain is the label; the ideal is the best order of everything that was judged. */
    public static double ndcg(List<Integer> labelsInOrder, List<Integer> judged, int depth) {
        List<Integer> ideal = new ArrayList<>(judged);
        ideal.sort(Comparator.reverseOrder());
        return dcg(labelsInOrder, depth) / dcg(ideal, depth);
    }

    private static double dcg(List<Integer> labels, int depth) {
        double sum = 0;
        for (int i = 0; i < Math.min(depth, labels.size()); i++) {
            sum += labels.get(i) / (Math.log(i + 2) / Math.log(2));
        }
        return sum;
    }

    /** The best F1 that a single threshold on the scores gives. */
    public static double bestF1(List<Double> scores, List<Boolean> relevant) {
        long positives = relevant.stream().filter(is -> is).count();
        int found = 0;
        double best = 0;
        List<Integer> descending = order(scores);
        for (int i = 0; i < descending.size(); i++) {
            found += relevant.get(descending.get(i)) ? 1 : 0;
            best = Math.max(best, 2.0 * found / (i + 1 + positives));
        }
        return best;
    }

    /** How likely a relevant passage has a higher score than another one; ties count half. */
    public static double auc(List<Double> scores, List<Boolean> relevant) {
        List<Integer> ascending = IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing(scores::get))
                .toList();
        double rankSum = 0;
        long positives = 0;
        for (int i = 0; i < ascending.size(); ) {
            int end = i;
            while (end < ascending.size() && scores.get(ascending.get(end)).equals(scores.get(ascending.get(i)))) {
                end++;
            }
            for (int j = i; j < end; j++) {
                if (relevant.get(ascending.get(j))) {
                    rankSum += (i + 1 + end) / 2.0;
                    positives++;
                }
            }
            i = end;
        }
        long negatives = scores.size() - positives;
        return (rankSum - positives * (positives + 1) / 2.0) / (positives * (double) negatives);
    }
}
