package dev.langchain4j.model.openrouter.internal.api.rerank;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of an answer, in the order of the documents.
 *
 * @param scores one for each document; invalid if there is a problem
 * @param problem what is wrong with the results; null if each document has exactly one finite score
 */
public record RerankResults(
        double[] scores, @Nullable String problem, @Nullable String generationId) {

    /** @param positions of the request's documents in the user's list, to name them */
    public static RerankResults of(RerankAnswer answer, List<Integer> positions) {
        double[] scores = new double[positions.size()];
        Arrays.fill(scores, Double.NaN);
        String problem = null;
        for (RerankAnswer.Result result : answer.results()) {
            String next = put(result, scores, positions);
            problem = problem == null ? next : problem;
        }
        for (int i = 0; i < scores.length && problem == null; i++) {
            problem = Double.isNaN(scores[i]) ? "no result for segment " + positions.get(i) : null;
        }
        return new RerankResults(scores, problem, answer.id());
    }

    private static @Nullable String put(RerankAnswer.Result result, double[] scores, List<Integer> positions) {
        if (result.index() == null) {
            return "a result without an index";
        }
        int index = result.index();
        if (index < 0 || index >= scores.length) {
            return "a result with index " + index + ", which no document has";
        }
        if (Double.isNaN(result.score())) {
            return "no finite score for segment " + positions.get(index);
        }
        if (!Double.isNaN(scores[index])) {
            return "two results for segment " + positions.get(index);
        }
        scores[index] = result.score();
        return null;
    }
}
