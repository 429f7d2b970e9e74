package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.SuspiciousPassages;
import dev.langchain4j.model.openrouter.RerankEngineOptions;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.MalformedGrades;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.MalformedRanking;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seeded malformed replies of every kind through the whole engine. The profile {@code thorough} has the full count. */
class RerankRepliesTest {

    private static final int REPLIES = Integer.getInteger("rerank.replies", 5_000);

    @Test
    void a_score_is_the_passage_s_own_grade_or_marked_as_missing() {
        var random = new Random(7);
        var judge = new RecordingJudge(prompt -> malformedGrades(prompt, random));
        var engine = judge.engine(
                RerankEngineOptions.of(Strategy.GRADED, SuspiciousPassages.KEEP).build());
        while (judge.prompts.size() < REPLIES) {
            List<Integer> truth =
                    random.ints(1 + random.nextInt(40), 0, 11).boxed().toList();

            Reranking ranking = engine.rerank("query", passages(truth)).join();

            assertSound(ranking, truth.size());
            for (int i = 0; i < truth.size(); i++) {
                double expected = ranking.report().unscored().contains(i) ? 0 : truth.get(i) / 10.0;
                assertThat(ranking.scores().get(i)).isCloseTo(expected, within(6e-4));
            }
        }
    }

    @Test
    void scores_are_sound_whatever_a_judge_replies() {
        var random = new Random(8);
        Strategy[] strategies = Strategy.values();
        var calls = 0;
        while (calls < REPLIES) {
            var judge = new RecordingJudge(prompt -> prompt.kind() == JudgeKind.LISTWISE
                    ? malformedRanking(prompt, random)
                    : malformedGrades(prompt, random));
            var engine = judge.engine(RerankEngineOptions.of(strategies[random.nextInt(strategies.length)])
                    .batchSize(1 + random.nextInt(20))
                    .refineTop(random.nextInt(20))
                    .maxReasks(random.nextInt(3))
                    .maxCallsPerQuery(1 + random.nextInt(40))
                    .build());
            List<Integer> truth =
                    random.ints(1 + random.nextInt(60), 0, 11).boxed().toList();

            Reranking ranking = engine.rerank("query", passages(truth)).join();

            assertSound(ranking, truth.size());
            assertThat(ranking.report().calls()).isEqualTo(judge.prompts.size());
            calls += Math.max(1, judge.prompts.size());
        }
    }

    private static void assertSound(Reranking ranking, int size) {
        assertThat(ranking.scores()).hasSize(size).allMatch(score -> score > 0 && score <= 1);
        assertThat(new HashSet<>(ranking.scores())).hasSize(size);
    }

    /** The grade stands in the text, so that a grade on a wrong passage shows. */
    private static List<String> passages(List<Integer> grades) {
        return IntStream.range(0, grades.size())
                .mapToObj(i -> "text " + i + " deserving " + grades.get(i))
                .toList();
    }

    private static String malformedGrades(JudgePrompt prompt, Random random) {
        List<Integer> grades = SimulatedJudge.read(prompt.user()).passages().stream()
                .map(text -> Integer.valueOf(text.substring(text.lastIndexOf(' ') + 1)))
                .toList();
        MalformedGrades[] kinds = MalformedGrades.values();
        return kinds[random.nextInt(kinds.length)].write(grades, random);
    }

    private static String malformedRanking(JudgePrompt prompt, Random random) {
        int n = SimulatedJudge.read(prompt.user()).passages().size();
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, n).boxed().toList());
        Collections.shuffle(order, random);
        MalformedRanking[] kinds = MalformedRanking.values();
        return kinds[random.nextInt(kinds.length)].write(order, random);
    }
}
