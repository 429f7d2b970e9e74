package dev.langchain4j.model.openrouter.internal.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.RerankEngineOptions;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.SyntheticCollection;
import dev.langchain4j.model.openrouter.internal.rerank.simulation.VirtualClock;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time of a query whose calls take 300 ms each, and the calls under way meanwhile. The time is virtual. */
class RerankPaceTest {

    private static final Duration CALL = Duration.ofMillis(300);
    private static final SyntheticCollection COLLECTION = SyntheticCollection.of(4, 100, 1);

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedJudge simulated = new SimulatedJudge(COLLECTION::label, Noise.TYPICAL, 0);
    private final List<Long> starts = new ArrayList<>();
    private int inFlight;
    private int mostInFlight;

    @ParameterizedTest
    @CsvSource({
        "AUTO,             8, 2",
        "QUALITY,          8, 2",
        "GRADED,           8, 1",
        "POINTWISE,        8, 13",
        "POINTWISE,      100, 1",
        "LISTWISE_SLIDING, 8, 9",
        "AUTO,             4, 3",
        "AUTO,             1, 6"
    })
    void a_query_takes_as_long_as_its_rounds(Strategy strategy, int concurrency, int rounds) {
        rerank(strategy, new CallGate(concurrency, null, clock), 1);

        assertThat(Duration.ofNanos(clock.nanoTime())).isEqualTo(CALL.multipliedBy(rounds));
        assertThat(mostInFlight).isLessThanOrEqualTo(concurrency);
    }

    @ParameterizedTest
    @CsvSource({"1,18", "3,18", "8,20"})
    void queries_at_once_share_the_places_and_the_rate(int concurrency, int rate) {
        rerank(Strategy.QUALITY, new CallGate(concurrency, rate, clock), 4);

        assertThat(mostInFlight).isEqualTo(concurrency);
        assertThat(starts).hasSize(4 * 8);
        for (int i = rate; i < starts.size(); i++) {
            assertThat(starts.get(i) - starts.get(i - rate))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test
    void useless_replies_cost_one_round_more() {
        Judge judge = prompt -> clock.later(CALL).thenApply(done -> {
            boolean first = prompt.attempt() == 1;
            return JudgeReply.of(first ? "I'd rather not." : simulated.answer(prompt.user()));
        });
        var engine = new RerankEngine(
                judge,
                new CallGate(8, null, clock),
                RerankEngineOptions.of(Strategy.GRADED).build(),
                null);
        var topic = COLLECTION.topics().get(0);

        CompletableFuture<Reranking> ranking = engine.rerank(topic.query(), topic.passages());
        clock.runAll();

        assertThat(ranking.join().isUsable()).isTrue();
        assertThat(Duration.ofNanos(clock.nanoTime())).isEqualTo(CALL.multipliedBy(2));
    }

    private void rerank(Strategy strategy, CallGate gate, int queries) {
        var engine = new RerankEngine(
                this::judge, gate, RerankEngineOptions.of(strategy).build(), null);
        List<CompletableFuture<Reranking>> rankings = COLLECTION.topics().subList(0, queries).stream()
                .map(topic -> engine.rerank(topic.query(), topic.passages()))
                .toList();
        clock.runAll();
        assertThat(rankings)
                .allSatisfy(ranking -> assertThat(ranking.join().isUsable()).isTrue());
    }

    private CompletableFuture<JudgeReply> judge(JudgePrompt prompt) {
        starts.add(clock.nanoTime());
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        return clock.later(CALL).thenApply(done -> {
            inFlight--;
            return JudgeReply.of(simulated.answer(prompt.user()));
        });
    }
}
