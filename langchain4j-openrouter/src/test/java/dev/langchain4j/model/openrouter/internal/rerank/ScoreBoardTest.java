package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.RankingMetrics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreBoardTest {

    private static final Passage A = new Passage(0, "a", false, List.of(0));
    private static final Passage B = new Passage(1, "b", false, List.of(1));
    private static final Passage C = new Passage(2, "c", false, List.of(2));

    @Test
    void equal_grades_rank_by_standing() {
        List<Double> scores = new ScoreBoard(6)
                .blank(List.of(3))
                .excluded(List.of(4))
                .unscored(List.of(5))
                .graded(grades(Map.of(A, 0.0, B, 0.0)))
                .refined(List.of(C), Map.of(C, 0.0))
                .scores();

        assertThat(RankingMetrics.order(scores)).containsExactly(2, 0, 1, 5, 4, 3);
    }

    @Test
    void the_best_grade_stays_within_one() {
        List<Double> scores = new ScoreBoard(3)
                .refined(List.of(C, A, B), Map.of(A, 1.0, B, 1.0, C, 1.0))
                .scores();

        assertThat(scores.get(2)).isEqualTo(1.0);
        assertThat(RankingMetrics.order(scores)).containsExactly(2, 0, 1);
    }

    @Test
    void grades_that_meet_in_spite_of_the_room_still_differ() {
        double step = 5e-4 / 5 / 2;

        List<Double> scores =
                new ScoreBoard(2).graded(grades(Map.of(A, .5, B, .5 + step))).scores();

        assertThat(scores).doesNotHaveDuplicates();
    }

    @Test
    void equal_grades_keep_the_order_of_their_reply_and_then_the_given_one() {
        var grades = new Grades(Map.of(A, .7, B, .7, C, .7), Map.of(A, .5, B, 0.0, C, .5), Set.of(), 1);

        List<Double> scores = new ScoreBoard(3).graded(grades).scores();

        assertThat(RankingMetrics.order(scores)).containsExactly(1, 0, 2);
        assertThat(scores).allMatch(score -> score >= .7 && score < .7 + 5e-4);
    }

    @Test
    void the_order_of_a_reply_outweighs_the_given_one_in_a_long_list_too() {
        var last = new Passage(3, "last", false, List.of(199));
        var grades = new Grades(Map.of(A, .7, last, .7), Map.of(A, .5, last, 0.0), Set.of(), 1);

        List<Double> scores = new ScoreBoard(200)
                .blank(IntStream.range(1, 199).boxed().toList())
                .graded(grades)
                .scores();

        assertThat(RankingMetrics.order(scores)).startsWith(199, 0);
    }

    @Test
    void the_order_of_a_reply_lifts_no_passage_above_a_better_grade() {
        var grades = new Grades(Map.of(A, .6, B, .7), Map.of(A, 0.0, B, .5), Set.of(), 1);

        assertThat(RankingMetrics.order(new ScoreBoard(2).graded(grades).scores()))
                .containsExactly(1, 0);
    }

    @Test
    void pooling_takes_the_mean_of_neighbours_out_of_order() {
        assertThat(IsotonicRegression.nonIncreasing(new double[] {9, 3, 6, 5, 1, 2}))
                .containsExactly(9, 14 / 3.0, 14 / 3.0, 14 / 3.0, 1.5, 1.5);
        assertThat(IsotonicRegression.nonIncreasing(new double[] {})).isEmpty();
    }

    @Test
    void ballots_count_by_the_sum_of_places() {
        assertThat(Borda.order(
                        List.of("a", "b", "c"),
                        List.of(List.of("c", "b", "a"), List.of("b", "c", "a"), List.of("b", "a", "c"))))
                .containsExactly("b", "c", "a");
    }

    private static Grades grades(Map<Passage, Double> of) {
        return new Grades(of, Map.of(), Set.of(), 1);
    }
}
