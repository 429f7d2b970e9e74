package dev.langchain4j.model.openrouter.internal.rerank;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.RerankEngineOptions;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.RankingMetrics;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A passage "name 7" is worth a 7. */
class RerankEngineTest {

    private static final RerankOptions GRADED =
            RerankEngineOptions.of(Strategy.GRADED).build();

    @Test
    void no_passages_need_no_call() {
        var judge = new RecordingJudge(RerankEngineTest::honest);

        Reranking ranking = judge.engine(GRADED).rerank("query", List.of()).join();

        assertThat(ranking.scores()).isEmpty();
        assertThat(ranking.isUsable()).isTrue();
        assertThat(judge.prompts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u200B\uFEFF"})
    void a_query_without_visible_text_is_refused(String query) {
        var engine = new RecordingJudge(RerankEngineTest::honest).engine(GRADED);

        assertThatThrownBy(() -> engine.rerank(query, List.of("a 1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query");
    }

    @ParameterizedTest
    @EnumSource
    void blank_passages_are_not_sent_and_come_last(Strategy strategy) {
        var judge = new RecordingJudge(RerankEngineTest::honest);
        var options = RerankEngineOptions.of(strategy).build();

        Reranking ranking = judge.engine(options)
                .rerank("query", List.of("  ", "a 0", "\u200B", "\n".repeat(10_000) + "b 3"))
                .join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(3, 1, 0, 2);
        assertThat(judge.prompts)
                .allMatch(prompt ->
                        SimulatedJudge.read(prompt.user()).passages().stream().noneMatch(String::isBlank));
    }

    @Test
    void equal_grades_keep_the_order_of_the_reply() {
        var judge = new RecordingJudge(prompt -> "{\"grades\":[[3,7],[1,7],[4,7],[2,2]]}");
        var options = RerankEngineOptions.of(Strategy.AUTO).build();

        Reranking ranking = judge.engine(options)
                .rerank("query", List.of("a", "b", "c", "d"))
                .join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(2, 0, 3, 1);
        assertThat(ranking.scores().get(3)).isBetween(.7, .7005);
        assertThat(judge.prompts).hasSize(1);
        assertThat(judge.prompts.get(0).user()).contains("the best first");
    }

    @Test
    void a_reply_in_another_order_than_its_grades_is_ranked_by_the_grades() {
        var judge = new RecordingJudge(prompt -> "{\"grades\":[[1,2],[2,9],[3,5],[4,9]]}");

        Reranking ranking = judge.engine(RerankEngineOptions.of(Strategy.AUTO).build())
                .rerank("query", List.of("a", "b", "c", "d"))
                .join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(1, 3, 2, 0);
    }

    @Test
    void a_passage_whose_grade_came_later_ranks_behind_its_equals() {
        var judge = new RecordingJudge(prompt -> prompt.attempt() == 1 ? "{\"grades\":[[3,7],[2,7]]}" : "{\"1\":7}");

        Reranking ranking = judge.engine(RerankEngineOptions.of(Strategy.AUTO).build())
                .rerank("query", List.of("a", "b", "c"))
                .join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(2, 1, 0);
    }

    @Test
    void with_log_probabilities_grades_are_asked_for_in_the_order_of_the_passages() {
        var judge = new RecordingJudge(RerankEngineTest::honest);

        judge.engine(RerankEngineOptions.of(Strategy.AUTO).bestFirst(false).build())
                .rerank("query", List.of("a 1", "b 2"))
                .join();

        assertThat(judge.prompts.get(0).user()).contains("{\"1\":grade, ..., \"2\":grade}");
    }

    @Test
    void a_text_that_occurs_twice_is_judged_once() {
        var judge = new RecordingJudge(RerankEngineTest::honest);

        Reranking ranking = judge.engine(GRADED)
                .rerank("query", List.of("a 9", "b 3", "a  9\u200B"))
                .join();

        assertThat(SimulatedJudge.read(judge.prompts.get(0).user()).passages()).containsExactly("a 9", "b 3");
        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(0, 2, 1);
    }

    @Test
    void a_threshold_keeps_exactly_the_grades_from_there_on() {
        List<String> passages =
                IntStream.range(0, 44).mapToObj(i -> "p" + i + " " + i % 11).toList();
        Reranking ranking = new RecordingJudge(RerankEngineTest::honest)
                .engine(GRADED)
                .rerank("query", passages)
                .join();

        for (int grade = 1; grade <= 10; grade++) {
            double threshold = grade / 10.0 - (grade == 10 ? 5e-4 : 0);
            assertThat(ranking.scores()).filteredOn(score -> score >= threshold).hasSize(4 * (11 - grade));
        }
    }

    @Test
    void equal_grades_keep_the_order_of_the_input() {
        Reranking ranking = new RecordingJudge(RerankEngineTest::honest)
                .engine(GRADED)
                .rerank("query", List.of("a 5", "b 5", "c 9", "d 5"))
                .join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(2, 0, 1, 3);
    }

    @Test
    void only_what_a_reply_left_out_is_asked_again() {
        var judge = new RecordingJudge(prompt -> prompt.attempt() == 1 ? "{\"1\":1,\"3\":3}" : honest(prompt));

        Reranking ranking = judge.engine(GRADED)
                .rerank("query", List.of("a 1", "b 2", "c 3", "d 4"))
                .join();

        assertThat(SimulatedJudge.read(judge.prompts.get(1).user()).passages()).containsExactly("b 2", "d 4");
        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(3, 2, 1, 0);
        assertThat(ranking.report().reasks()).isEqualTo(1);
        assertThat(ranking.report().partial()).isEqualTo(1);
        assertThat(ranking.report().rounds()).isEqualTo(2);
    }

    @Test
    void a_reply_cut_short_gets_more_room() {
        List<JudgePrompt> prompts = new ArrayList<>();
        Judge judge = prompt -> {
            prompts.add(prompt);
            String text = prompt.attempt() == 1 ? "{\"1\":1" : honest(prompt);
            return CompletableFuture.completedFuture(new JudgeReply(
                    text, prompt.attempt() == 1 ? "length" : "stop", JudgeUsage.NONE, null, null, List.of()));
        };

        new RerankEngine(judge, RecordingJudge.openGate(), GRADED, null)
                .rerank("query", List.of("a 1", "b 2"))
                .join();

        assertThat(prompts.get(1).maxTokens()).isEqualTo(2 * prompts.get(0).maxTokens());
    }

    @Test
    void a_listwise_reply_that_leaves_out_passages_is_tried_again_with_another_seed() {
        var judge = new RecordingJudge(prompt ->
                prompt.kind() == JudgeKind.LISTWISE && prompt.attempt() == 1 ? "{\"ranking\":[1]}" : honest(prompt));

        Reranking ranking = judge.engine(RerankOptions.builder().batchSize(2).build())
                .rerank("query", List.of("a 1", "b 2", "c 3", "d 4"))
                .join();

        assertThat(ranking.report().retries()).isEqualTo(1);
        assertThat(judge.prompts.get(3).seed()).isEqualTo(judge.prompts.get(2).seed() + 1);
        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(3, 2, 1, 0);
    }

    @Test
    void a_judge_that_refuses_in_words_gives_no_ranking() {
        Reranking ranking = new RecordingJudge(prompt -> "I'm sorry, I can't.")
                .engine(GRADED)
                .rerank("query", List.of("a 1", "b 2"))
                .join();

        assertThat(ranking.problem()).isEqualTo(Reranking.Problem.MOSTLY_UNKNOWN);
        assertThat(ranking.report().unscored()).containsExactly(0, 1);
    }

    @Test
    void the_same_grade_for_everything_is_no_ranking() {
        Reranking ranking = new RecordingJudge(prompt -> honest(prompt).replaceAll(":\\d+", ":5"))
                .engine(GRADED)
                .rerank("query", List.of("a 1", "b 2", "c 3", "d 4", "e 5"))
                .join();

        assertThat(ranking.problem()).isEqualTo(Reranking.Problem.ALL_IDENTICAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the same grade", "no verdict"})
    void nothing_is_ordered_after_grades_that_are_no_ranking(String judge) {
        var all = new RecordingJudge(
                prompt -> judge.equals("the same grade") ? honest(prompt).replaceAll(":\\d+", ":5") : "I cannot say.");
        List<String> passages =
                IntStream.range(0, 40).mapToObj(i -> "p" + i + " 1").toList();

        Reranking ranking = all.engine(RerankEngineOptions.of(Strategy.QUALITY).build())
                .rerank("query", passages)
                .join();

        assertThat(ranking.isUsable()).isFalse();
        assertThat(all.prompts).extracting(JudgePrompt::kind).doesNotContain(JudgeKind.LISTWISE);
    }

    @Test
    void no_grade_for_anything_means_that_nothing_is_relevant() {
        var judge = new RecordingJudge(RerankEngineTest::honest);
        List<String> passages =
                IntStream.range(0, 40).mapToObj(i -> "p" + i + " 0").toList();

        Reranking ranking = judge.engine(RerankOptions.builder().build())
                .rerank("query", passages)
                .join();

        assertThat(ranking.isUsable()).isTrue();
        assertThat(ranking.scores()).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(ranking.scores()).allMatch(score -> score < .0005);
        assertThat(judge.prompts).as("no ordering of useless passages").hasSize(2);
    }

    @Test
    void a_call_that_fails_leaves_its_passages_unscored_and_its_bill_counts() {
        var failure = new JudgeException("busy", null, new JudgeUsage(7, 1, 8, RecordingJudge.PRICE), "gen-x");
        var judge = new RecordingJudge(prompt -> {
            if (prompt.user().contains("a 1")) {
                throw failure;
            }
            return honest(prompt);
        });

        Reranking ranking = judge.engine(
                        RerankEngineOptions.of(Strategy.GRADED).batchSize(2).build())
                .rerank("query", List.of("a 1", "b 2", "c 3", "d 4"))
                .join();

        assertThat(ranking.failure()).isSameAs(failure);
        assertThat(ranking.report().failedCalls()).isEqualTo(1);
        assertThat(ranking.report().unscored()).containsExactly(0, 2);
        assertThat(ranking.report().generationIds()).contains("gen-x");
        assertThat(ranking.report().usage().cost()).isEqualTo(RecordingJudge.PRICE.add(RecordingJudge.PRICE));
    }

    @ParameterizedTest
    @EnumSource
    void a_repeated_query_comes_from_the_cache(Strategy strategy) {
        var judge = new RecordingJudge(RerankEngineTest::honest);
        var engine = new RerankEngine(
                judge,
                RecordingJudge.openGate(),
                RerankEngineOptions.of(strategy).build(),
                new MapCache());
        List<String> passages =
                IntStream.range(0, 30).mapToObj(i -> "p" + i + " " + i % 10).toList();
        Reranking first = engine.rerank("query", passages).join();
        int calls = judge.prompts.size();

        Reranking second = engine.rerank("query", passages).join();

        assertThat(judge.prompts).hasSize(calls);
        assertThat(second.scores()).isEqualTo(first.scores());
        assertThat(second.report().cacheHits()).isEqualTo(calls);
        assertThat(second.report().usage()).isEqualTo(JudgeUsage.NONE);
    }

    @Test
    void incomplete_replies_are_not_cached() {
        var cache = new MapCache();

        new RerankEngine(new RecordingJudge(prompt -> "{\"1\":1}"), RecordingJudge.openGate(), GRADED, cache)
                .rerank("query", List.of("a 1", "b 2", "c 3"))
                .join();

        assertThat(cache.replies).isEmpty();
    }

    @Test
    void replies_of_a_judge_that_did_not_read_are_not_cached() {
        var lazy = new AtomicBoolean(true);
        var judge =
                new RecordingJudge(prompt -> lazy.get() ? honest(prompt).replaceAll(":\\d+", ":5") : honest(prompt));
        var engine = new RerankEngine(judge, RecordingJudge.openGate(), GRADED, new MapCache());
        List<String> passages = List.of("a 1", "b 2", "c 3", "d 4", "e 5");
        assertThat(engine.rerank("query", passages).join().problem()).isEqualTo(Reranking.Problem.ALL_IDENTICAL);
        lazy.set(false);

        Reranking again = engine.rerank("query", passages).join();

        assertThat(RankingMetrics.order(again.scores())).containsExactly(4, 3, 2, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({"GRADED, {", "GRADED, {\"1\":1}", "POINTWISE, {\"1\"", "LISTWISE_SLIDING, []"})
    void a_kept_reply_that_is_damaged_is_replaced(Strategy strategy, String damaged) {
        var cache = new MapCache();
        var judge = new RecordingJudge(RerankEngineTest::honest);
        RerankOptions options = RerankEngineOptions.of(strategy).maxReasks(0).build();
        var engine = new RerankEngine(judge, RecordingJudge.openGate(), options, cache);
        List<String> passages = List.of("a 1", "b 2", "c 3");
        engine.rerank("query", passages).join();
        int calls = judge.prompts.size();
        cache.replies.replaceAll((key, reply) -> damaged);

        Reranking ranking = engine.rerank("query", passages).join();
        engine.rerank("query", passages).join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(2, 1, 0);
        assertThat(ranking.report().cacheHits()).isZero();
        assertThat(judge.prompts).hasSize(2 * calls);
    }

    @Test
    void orderings_that_agree_are_reported_as_such() {
        Reranking ranking = quality(RerankEngineTest::honest);

        assertThat(ranking.report().agreement()).isEqualTo(1.0);
        assertThat(ranking.report().swinging()).isEmpty();
    }

    @Test
    void a_passage_that_one_ordering_puts_first_and_another_one_last_is_reported() {
        var listwise = new AtomicInteger();
        Reranking ranking = quality(prompt -> {
            if (prompt.kind() != JudgeKind.LISTWISE || listwise.getAndIncrement() > 0) {
                return honest(prompt);
            }
            int worst = SimulatedJudge.read(prompt.user()).passages().indexOf("p1 1") + 1;
            return honest(prompt).replace("," + worst + "]", "]").replace("[", "[" + worst + ",");
        });

        assertThat(ranking.report().agreement()).isBetween(0.5, 0.9);
        assertThat(ranking.report().swinging()).containsExactly(0);
    }

    @Test
    void a_single_ordering_has_nothing_to_agree_with() {
        Reranking ranking = new RecordingJudge(RerankEngineTest::honest)
                .engine(RerankOptions.builder().batchSize(5).build())
                .rerank("query", List.of("a 1", "b 2", "c 3", "d 4", "e 5", "f 6"))
                .join();

        assertThat(ranking.report().agreement()).isNull();
    }

    private static Reranking quality(Function<JudgePrompt, String> answer) {
        var options = RerankEngineOptions.of(Strategy.QUALITY).batchSize(5);
        return new RecordingJudge(answer)
                .engine(options.build())
                .rerank(
                        "query",
                        IntStream.rangeClosed(1, 10)
                                .mapToObj(i -> "p" + i + " " + i)
                                .toList())
                .join();
    }

    /** Repeated, because which call is cancelled first is chance. */
    @RepeatedTest(20)
    void cancelling_cancels_calls_in_flight_and_starts_no_other() {
        List<CompletableFuture<JudgeReply>> calls = new ArrayList<>();
        Judge judge = prompt -> {
            calls.add(new CompletableFuture<>());
            return calls.get(calls.size() - 1);
        };
        List<String> passages = IntStream.range(0, 100).mapToObj(i -> "p " + i).toList();

        new RerankEngine(judge, new CallGate(2, null, CallGate.GateClock.system()), GRADED, null)
                .rerank("query", passages)
                .cancel(true);

        assertThat(calls).hasSize(2).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    void windows_give_an_order_without_grades() {
        List<String> passages =
                IntStream.range(0, 100).mapToObj(i -> "p" + i + " " + i).toList();
        var options = RerankEngineOptions.of(Strategy.LISTWISE_SLIDING).build();

        Reranking ranking = new RecordingJudge(RerankEngineTest::honest)
                .engine(options)
                .rerank("query", passages)
                .join();

        assertThat(ranking.report().calibrated()).isFalse();
        assertThat(RankingMetrics.order(ranking.scores()).subList(0, 10))
                .containsExactly(99, 98, 97, 96, 95, 94, 93, 92, 91, 90);
        assertThat(ranking.scores().get(99)).isEqualTo(1.0);
    }

    @Test
    void the_order_of_listwise_passes_wins_and_pools_the_grades_that_contradict_it() {
        var judge = new RecordingJudge(
                prompt -> prompt.kind() == JudgeKind.LISTWISE ? "{\"ranking\":[2,1,3,4]}" : honest(prompt));

        Reranking ranking = judge.engine(RerankOptions.builder().batchSize(2).build())
                .rerank("query", List.of("a 9", "b 7", "c 4", "d 1"))
                .join();

        assertThat(RankingMetrics.order(ranking.scores())).containsExactly(1, 0, 2, 3);
        assertThat(ranking.scores().get(1)).isCloseTo(.8, within(6e-4));
        assertThat(ranking.scores().get(0)).isCloseTo(.8, within(6e-4));
    }

    @Test
    void keeping_the_order_gives_scores_that_no_threshold_lets_pass() {
        List<Double> scores = Reranking.keepOrderScores(100);

        assertThat(RankingMetrics.order(scores)).isSorted();
        assertThat(scores).doesNotHaveDuplicates().allMatch(score -> score > 0 && score < .001);
    }

    @Test
    void bad_options_name_the_setter() {
        assertThatThrownBy(() -> RerankOptions.builder().batchSize(0).build()).hasMessageContaining("batchSize");
        assertThatThrownBy(() -> RerankOptions.builder().maxReasks(-1).build()).hasMessageContaining("maxReasks");
    }

    private static String honest(JudgePrompt prompt) {
        List<String> passages = SimulatedJudge.read(prompt.user()).passages();
        Function<Integer, Integer> worth = i -> Integer.valueOf(
                passages.get(i - 1).substring(passages.get(i - 1).lastIndexOf(' ') + 1));
        var numbers = IntStream.rangeClosed(1, passages.size()).boxed();
        if (prompt.kind() == JudgeKind.LISTWISE) {
            return numbers.sorted((a, b) -> worth.apply(b) - worth.apply(a))
                    .map(String::valueOf)
                    .collect(joining(",", "{\"ranking\":[", "]}"));
        }
        return numbers.map(i -> "\"" + i + "\":" + worth.apply(i)).collect(joining(",", "{", "}"));
    }

    private static final class MapCache implements RerankCache {

        private final Map<String, String> replies = new ConcurrentHashMap<>();

        @Override
        public String get(String key) {
            return replies.get(key);
        }

        @Override
        public void put(String key, String reply) {
            replies.put(key, reply);
        }
    }
}
