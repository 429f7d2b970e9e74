package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.RerankEngineOptions;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.RankingMetrics;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guardrail refuses every call with a forbidden passage. */
class RefusedPassagesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 18, 19})
    void one_costs_six_calls_more_and_only_its_own_score(int bad) {
        var judge = new RecordingJudge(RefusedPassagesTest::guarded);

        Reranking ranking = rerank(judge, passages(20, List.of(bad)));

        assertThat(judge.prompts).hasSizeLessThanOrEqualTo(7);
        assertThat(ranking.report().refused()).containsExactly(bad);
        assertThat(ranking.report().unscored()).isEmpty();
        assertThat(RankingMetrics.order(ranking.scores())).endsWith(bad);
    }

    @Test
    void two_are_both_found() {
        var judge = new RecordingJudge(RefusedPassagesTest::guarded);

        Reranking ranking = rerank(judge, passages(20, List.of(3, 15)));

        assertThat(ranking.report().refused()).containsExactly(3, 15);
        assertThat(ranking.report().unscored()).isEmpty();
    }

    /** A half that got no answer may be the one with the forbidden passage. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_passage_is_not_called_refused_because_a_call_for_others_failed(int failing) {
        var prompts = new AtomicInteger();
        var judge = new RecordingJudge(prompt -> {
            if (prompts.getAndIncrement() == failing) {
                throw new JudgeException("busy", null, JudgeUsage.NONE, null);
            }
            return guarded(prompt);
        });

        Reranking ranking = rerank(judge, passages(8, List.of(0)));

        assertThat(ranking.report().refused()).isSubsetOf(0);
        assertThat(ranking.report().unscored()).as("the others").hasSizeLessThanOrEqualTo(4);
    }

    private static Reranking rerank(RecordingJudge judge, List<String> passages) {
        return judge.engine(RerankEngineOptions.of(Strategy.GRADED).build())
                .rerank("query", passages)
                .join();
    }

    private static List<String> passages(int size, List<Integer> forbidden) {
        return IntStream.range(0, size)
                .mapToObj(i -> (forbidden.contains(i) ? "forbidden " : "passage ") + i)
                .toList();
    }

    private static String guarded(JudgePrompt prompt) {
        if (prompt.user().contains("forbidden")) {
            throw new JudgeRefusedException("blocked", null, JudgeUsage.NONE, null);
        }
        int passages = SimulatedJudge.read(prompt.user()).passages().size();
        return IntStream.rangeClosed(1, passages)
                .mapToObj(i -> "\"" + i + "\":" + i % 10)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
