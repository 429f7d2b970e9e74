package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts verdicts to one score for each of the caller's passages: all distinct, in (0,1]; a score is at least x
 * exactly if the grade is.
 *
 * <p>A score is the grade plus at most {@value #ROOM}, which keeps equal grades apart: first by standing, then by the
 * place in the reply of their call, then by position. For passages outside the orderings the position is the
 * caller's, so events of other calls do not change their scores.
 */
final class ScoreBoard {

    private static final double ROOM = 5e-4;
    private static final double CEILING = 1 - ROOM;

    /** Part of the room that positions take: less than two places of replies are apart. */
    private static final double FOR_POSITIONS = 1e-4;

    /** From the last to the first. */
    private enum Standing {
        BLANK,
        EXCLUDED,
        UNSCORED,
        GRADED,
        REFINED
    }

    private final double[] scores;

    ScoreBoard(int size) {
        scores = new double[size];
        Arrays.fill(scores, Double.NaN);
    }

    ScoreBoard blank(Collection<Integer> positions) {
        positions.forEach(position -> set(position, 0, Standing.BLANK, position));
        return this;
    }

    ScoreBoard excluded(Collection<Integer> positions) {
        positions.forEach(position -> set(position, 0, Standing.EXCLUDED, position));
        return this;
    }

    ScoreBoard unscored(Collection<Integer> positions) {
        positions.forEach(position -> set(position, 0, Standing.UNSCORED, position));
        return this;
    }

    /** Places of different replies are compared as parts of their lists. */
    ScoreBoard graded(Grades grades) {
        grades.of()
                .forEach((passage, grade) -> passage.positions().forEach(position -> {
                    double behind = position / (double) scores.length;
                    double place = (1 - FOR_POSITIONS) * grades.place(passage) + FOR_POSITIONS * behind;
                    set(position, grade, Standing.GRADED, place * scores.length);
                }));
        return this;
    }

    /** The order decides the order, the grades decide the level: pooling resolves grades that contradict the order. */
    ScoreBoard refined(List<Passage> order, Map<Passage, Double> grades) {
        double[] fitted = IsotonicRegression.nonIncreasing(
                order.stream().mapToDouble(grades::get).toArray());
        int place = 0;
        for (int i = 0; i < fitted.length; i++) {
            for (int position : order.get(i).positions()) {
                set(position, fitted[i], Standing.REFINED, place++);
            }
        }
        return this;
    }

    private void set(int position, double grade, Standing standing, double place) {
        double share = (scores.length - place) / (double) scores.length;
        scores[position] = Math.min(grade, CEILING) + ROOM * (standing.ordinal() + share) / Standing.values().length;
    }

    /** Scores that express only the order. */
    static List<Double> ofOrder(List<Integer> positions) {
        int n = positions.size();
        Double[] scores = new Double[n];
        for (int rank = 0; rank < n; rank++) {
            scores[positions.get(rank)] = (n - rank) / (double) n;
        }
        return checked(Arrays.asList(scores));
    }

    List<Double> scores() {
        List<Integer> best = new ArrayList<>();
        for (int position = 0; position < scores.length; position++) {
            best.add(position);
        }
        best.sort(Comparator.comparingDouble(position -> -scores[position]));
        Double[] distinct = new Double[scores.length];
        double ceiling = 1;
        for (int position : best) {
            // Fractional grades can be equal in spite of the room between them.
            distinct[position] = Math.min(scores[position], ceiling);
            ceiling = Math.nextDown(distinct[position]);
        }
        return checked(Arrays.asList(distinct));
    }

    /** What callers rely on; a violation is a bug of this library and must not pass as a ranking. */
    private static List<Double> checked(List<Double> scores) {
        Set<Double> distinct = new HashSet<>(scores);
        if (distinct.size() != scores.size() || !scores.stream().allMatch(score -> score > 0 && score <= 1)) {
            throw new IllegalStateException("Scores must differ and lie in (0,1]. This is a bug in the reranker.");
        }
        return scores;
    }
}
