package dev.langchain4j.model.openrouter.internal.api.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers for 1 to 250 documents, in any order, intact or with one fault. The score of a document is its number. */
class RerankResultsTest {

    private static final int SIZES = 250;

    private final Random random = new Random(4);

    @Test
    void every_score_lands_at_its_document_whatever_the_order() {
        for (int size = 1; size <= SIZES; size++) {
            RerankResults read = RerankResults.of(answer(results(size)), positions(size));

            assertThat(read.problem()).isNull();
            assertThat(read.scores())
                    .containsExactly(IntStream.range(0, size).asDoubleStream().toArray());
        }
    }

    static List<Named<BiConsumer<List<Result>, Random>>> faults() {
        return List.of(
                Named.of("one is missing", (results, random) -> results.remove(random.nextInt(results.size()))),
                Named.of(
                        "one comes twice",
                        (results, random) -> results.add(results.get(random.nextInt(results.size())))),
                Named.of(
                        "one comes in place of another",
                        (results, random) -> results.set(
                                0,
                                new Result(
                                        results.size() < 2 ? 1 : results.get(1).index(), 1.0))),
                Named.of(
                        "one is beyond the documents",
                        (results, random) -> results.add(new Result(results.size(), 1.0))),
                Named.of("one is below zero", (results, random) -> results.add(new Result(-1, 1.0))),
                Named.of("one has no index", (results, random) -> results.add(new Result(null, 1.0))),
                Named.of(
                        "one has no finite score",
                        (results, random) ->
                                results.set(0, new Result(results.get(0).index(), Double.NaN))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void no_fault_passes_for_scores(BiConsumer<List<Result>, Random> fault) {
        for (int size = 1; size <= SIZES; size++) {
            List<Result> results = results(size);
            fault.accept(results, random);

            assertThat(RerankResults.of(answer(results), positions(size)).problem())
                    .as("%d documents", size)
                    .isNotNull();
        }
    }

    private List<Result> results(int size) {
        List<Result> results = new ArrayList<>(IntStream.range(0, size)
                .mapToObj(i -> new Result(i, (double) i))
                .toList());
        Collections.shuffle(results, random);
        return results;
    }

    private static RerankAnswer answer(List<Result> results) {
        return new RerankAnswer("gen-1", "cohere/rerank-v3.5", "Cohere", results, null, null, null);
    }

    private static List<Integer> positions(int size) {
        return IntStream.range(0, size).boxed().toList();
    }
}
