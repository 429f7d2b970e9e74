package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.RerankEngineOptions;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of calls, rounds and tokens, and what is dropped if calls are limited. */
class RerankEffortTest {

    private static final SyntheticCollection COLLECTION = SyntheticCollection.of(1, 100, 1);
    private static final SyntheticCollection.Topic TOPIC = COLLECTION.topics().get(0);

    private final RecordingJudge judge =
            new RecordingJudge(prompt -> new SimulatedJudge(COLLECTION::label, Noise.TYPICAL, 0).answer(prompt.user()));

    @ParameterizedTest
    @CsvSource({
        "AUTO, 20, 1, 1, 4600",
        "AUTO, 100, 6, 2, 27000",
        "QUALITY, 20, 3, 2, 13800",
        "QUALITY, 100, 8, 2, 36000",
        "GRADED, 100, 5, 1, 23000",
        "POINTWISE, 20, 20, 1, 12000",
        "LISTWISE_SLIDING, 20, 1, 1, 4600",
        "LISTWISE_SLIDING, 100, 9, 9, 41400",
        "LISTWISE_SLIDING, 1, 1, 1, 700"
    })
    void a_query_costs(Strategy strategy, int passages, int calls, int rounds, int inputTokens) {
        RerankReport report = report(RerankEngineOptions.of(strategy), passages);

        assertThat(report.calls()).isEqualTo(calls).isEqualTo(judge.prompts.size());
        assertThat(report.rounds()).isEqualTo(rounds);
        assertThat(report.usage().inputTokens()).isLessThanOrEqualTo(inputTokens);
        assertThat(report.usage().cost()).isEqualTo(RecordingJudge.PRICE.multiply(BigDecimal.valueOf(calls)));
    }

    @Test
    void a_grade_takes_six_tokens_at_most() {
        RerankReport report = report(RerankEngineOptions.of(Strategy.GRADED), 100);

        assertThat(report.usage().outputTokens()).isLessThanOrEqualTo(600);
    }

    @Test
    void four_calls_still_grade_a_hundred_passages() {
        RerankReport report = report(RerankOptions.builder().maxCallsPerQuery(4), 100);

        assertThat(report.calls()).isEqualTo(4);
        assertThat(report.unscored()).isEmpty();
    }

    @Test
    void one_call_grades_the_first_passages_and_leaves_the_rest_below_them() {
        var ranking = rerank(RerankOptions.builder().maxCallsPerQuery(1), 100);

        List<Integer> unscored = ranking.report().unscored();
        assertThat(judge.prompts).hasSize(1);
        assertThat(unscored).isNotEmpty().endsWith(99).doesNotContain(0);
        assertThat(unscored)
                .allMatch(position ->
                        ranking.scores().get(position) < ranking.scores().get(0));
        assertThat(ranking.isUsable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"AUTO,1", "AUTO,3", "QUALITY,6", "QUALITY,7", "GRADED,2", "POINTWISE,10", "LISTWISE_SLIDING,3"})
    void the_limit_of_calls_holds_also_when_replies_are_useless(Strategy strategy, int limit) {
        var useless = new RecordingJudge(prompt -> "I'd rather not.");

        Reranking ranking = useless.engine(
                        RerankEngineOptions.of(strategy).maxCallsPerQuery(limit).build())
                .rerank(TOPIC.query(), TOPIC.passages())
                .join();

        assertThat(useless.prompts).hasSizeLessThanOrEqualTo(limit);
        assertThat(ranking.problem()).isEqualTo(Reranking.Problem.MOSTLY_UNKNOWN);
    }

    @Test
    void long_passages_make_smaller_batches() {
        List<String> passages = IntStream.range(0, 20)
                .mapToObj(i -> i + " " + "lorem ipsum ".repeat(300))
                .toList();

        judge.engine(RerankOptions.builder().build()).rerank("query", passages).join();

        assertThat(judge.prompts)
                .hasSizeGreaterThan(1)
                .allMatch(prompt -> prompt.user().length() / 4 <= 8_000);
    }

    @Test
    void a_passage_that_fills_a_call_leaves_the_others_their_batches() {
        List<String> passages = IntStream.range(0, 41)
                .mapToObj(i -> "p" + i + (i == 3 ? " word".repeat(7_000) : ""))
                .toList();

        Reranking ranking = judge.engine(RerankEngineOptions.of(Strategy.GRADED)
                        .maxPassageChars(100_000)
                        .build())
                .rerank("query", passages)
                .join();

        assertThat(ranking.report().unscored()).isEmpty();
        assertThat(judge.prompts)
                .extracting(
                        prompt -> SimulatedJudge.read(prompt.user()).passages().size())
                .containsExactlyInAnyOrder(20, 20, 1);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void calls_are_planned_in_time_that_grows_with_the_number_of_passages() {
        List<Passage> passages = IntStream.range(0, 20_000)
                .mapToObj(i -> new Passage(i, "p", 500, false, List.of(i)))
                .toList();

        CallPlan plan = CallPlan.of(
                passages, RerankOptions.builder().maxCallsPerQuery(500).build());

        assertThat(plan.batches()).hasSize(500).allMatch(batch -> batch.size() == 15);
        assertThat(plan.left()).hasSize(20_000 - 500 * 15);
    }

    @Test
    void prompts_are_the_same_in_every_locale() {
        var options = RerankEngineOptions.of(Strategy.QUALITY).nonceSecret("secret");
        rerank(options, 100);
        List<JudgePrompt> first = List.copyOf(judge.prompts);
        judge.prompts.clear();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            rerank(options, 100);
        } finally {
            Locale.setDefault(before);
        }

        assertThat(judge.prompts).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void batches_are_interleaved_so_that_each_has_its_share_of_the_best() {
        judge.engine(RerankEngineOptions.of(Strategy.GRADED).build())
                .rerank(TOPIC.query(), TOPIC.passages())
                .join();

        assertThat(SimulatedJudge.read(judge.prompts.get(1).user()).passages())
                .startsWith(
                        TOPIC.passages().get(1),
                        TOPIC.passages().get(6),
                        TOPIC.passages().get(11));
    }

    @Test
    void the_same_input_gives_the_same_prompts() {
        var options = RerankEngineOptions.of(Strategy.QUALITY).nonceSecret("secret");
        rerank(options, 100);
        List<JudgePrompt> first = List.copyOf(judge.prompts);
        judge.prompts.clear();

        rerank(options, 100);

        assertThat(judge.prompts).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void another_secret_changes_the_markers_and_nothing_else() {
        rerank(RerankOptions.builder().nonceSecret("one"), 5);
        rerank(RerankOptions.builder().nonceSecret("two"), 5);

        JudgePrompt one = judge.prompts.get(0);
        JudgePrompt two = judge.prompts.get(1);
        assertThat(one.user()).isNotEqualTo(two.user());
        assertThat(one.system()).isEqualTo(two.system());
        assertThat(SimulatedJudge.read(one.user())).isEqualTo(SimulatedJudge.read(two.user()));
    }

    @Test
    void listwise_passes_show_the_best_in_different_orders() {
        rerank(RerankEngineOptions.of(Strategy.QUALITY), 100);

        List<List<String>> shown = judge.prompts.stream()
                .filter(prompt -> prompt.kind() == JudgeKind.LISTWISE)
                .map(prompt -> SimulatedJudge.read(prompt.user()).passages())
                .toList();
        List<String> reversed = new ArrayList<>(shown.get(0));
        Collections.reverse(reversed);
        assertThat(shown).hasSize(3).doesNotHaveDuplicates();
        assertThat(shown.get(1)).isEqualTo(reversed);
        assertThat(shown.get(2)).hasSameElementsAs(reversed);
    }

    private RerankReport report(RerankOptions.Builder options, int passages) {
        return rerank(options, passages).report();
    }

    private Reranking rerank(RerankOptions.Builder options, int passages) {
        return judge.engine(options.build())
                .rerank(TOPIC.query(), TOPIC.passages().subList(0, passages))
                .join();
    }
}
