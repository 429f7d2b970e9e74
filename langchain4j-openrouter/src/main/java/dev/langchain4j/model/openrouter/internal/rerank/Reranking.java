package dev.langchain4j.model.openrouter.internal.rerank;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome for one query.
 *
 * @param scores one for each passage, same order; all distinct, finite, in (0,1]. With a {@code problem} they are not a
 *     ranking and must not be used as one
 * @param problem why ranking failed; null if it succeeded
 * @param misfit why the first reply without a verdict had none, in words about the judge; null if all had some
 * @param failure of the first call that failed, or rather of the first that found the judge closed; also when the
 *     ranking succeeded without that call
 */
public record Reranking(
        List<Double> scores,
        RerankReport report,
        @Nullable Problem problem,
        @Nullable String misfit,
        @Nullable Throwable failure) {

    private static final double FALLBACK_CEILING = 0.001;

    /** Why an outcome is not a ranking. */
    public enum Problem {
        /** Less than half of the passages got a verdict. */
        MOSTLY_UNKNOWN,
        /**
         * Every passage got the same grade, as from a judge that did not read them. Not if that grade is 0: then no
         * passage is relevant.
         */
        ALL_IDENTICAL
    }

    public Reranking {
        scores = List.copyOf(scores);
    }

    public boolean isUsable() {
        return problem == null;
    }

    /**
     * Scores that keep the order of {@code n} passages, for callers who prefer it to an error. They are so small, in
     * (0, 0.001), that any threshold drops every passage instead of passing unranked text as relevant.
     */
    public static List<Double> keepOrderScores(int n) {
        List<Double> scores = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            scores.add(FALLBACK_CEILING * (n - i) / (n + 1));
        }
        return scores;
    }
}
