package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.Passage;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The calls for a query. If the limit of calls is too low for the options, it drops in this order: orderings,
 * small batches, grades for the passages at the end of the list.
 *
 * @param batches passages graded together
 * @param left passages without a grade
 * @param orderings listwise calls that order the best
 * @param gradedTogether whether one call sees everything that an ordering will see
 */
record CallPlan(List<List<Passage>> batches, List<Passage> left, int orderings, boolean gradedTogether) {

    /** Instructions, query and task. */
    private static final int FRAME_TOKENS = 400;

    static CallPlan of(List<Passage> passages, RerankOptions options) {
        if (options.kind() == JudgeKind.POINTWISE) {
            return pointwise(passages, options.callLimit());
        }
        List<Passage> alone = passages.stream().filter(p -> isAlone(p, options)).toList();
        List<Passage> together =
                passages.stream().filter(p -> !isAlone(p, options)).toList();

        int limit = options.callLimit();
        int forBatches = together.isEmpty() ? 0 : Math.max(1, limit - alone.size());
        int wanted = batchesOf(options.batchSize(), together, options);
        List<List<Passage>> batches = wanted <= forBatches
                ? interleaved(together, wanted)
                : interleaved(mostThatFit(together, forBatches, options), forBatches);
        int isolated = Math.min(alone.size(), limit - batches.size());
        alone.subList(0, isolated).forEach(passage -> batches.add(List.of(passage)));

        boolean gradedTogether = batches.size() - isolated == 1;
        int orderings = gradedTogether ? options.orderings() - 1 : options.orderings();
        int affordable = options.refineTop() < 2 ? 0 : Math.min(orderings, limit - batches.size());
        return new CallPlan(batches, notIn(batches, passages), Math.max(0, affordable), gradedTogether);
    }

    int calls() {
        return batches.size() + orderings;
    }

    private static CallPlan pointwise(List<Passage> passages, int limit) {
        List<Passage> judged = passages.subList(0, Math.min(limit, passages.size()));
        return new CallPlan(
                judged.stream().map(List::of).toList(), passages.subList(judged.size(), passages.size()), 0, false);
    }

    /** A passage that fills a call needs one of its own, whatever the others do. */
    private static boolean isAlone(Passage passage, RerankOptions options) {
        return options.isolate() && passage.suspicious() || !fits(List.of(passage), options);
    }

    /** The first passages, as many as {@code batches} calls hold at the largest allowed size. */
    private static List<Passage> mostThatFit(List<Passage> passages, int batches, RerankOptions options) {
        long largest = Math.max(options.batchSize(), RerankOptions.LARGEST_BATCH);
        int maxPassages = (int) Math.min(passages.size(), batches * largest);
        return passages.subList(0, firstThatFit(passages.subList(0, maxPassages), batches, options));
    }

    /** The fewest interleaved batches that all fit. */
    private static int batchesOf(int size, List<Passage> passages, RerankOptions options) {
        int bySize = (passages.size() + size - 1) / size;
        long byTokens = (tokens(passages) + room(options) - 1) / Math.max(1, room(options));
        int batches = (int) Math.max(bySize, Math.min(byTokens, passages.size()));
        while (batches < passages.size() && firstThatFit(passages, batches, options) < passages.size()) {
            batches++;
        }
        return batches;
    }

    /** How many of the passages fit before the first that is too much for its batch. */
    private static int firstThatFit(List<Passage> passages, int batches, RerankOptions options) {
        long[] tokens = new long[batches];
        int fitting = 0;
        while (fitting < passages.size()
                && (tokens[fitting % batches] += passages.get(fitting).tokens()) <= room(options)) {
            fitting++;
        }
        return fitting;
    }

    static boolean fits(List<Passage> passages, RerankOptions options) {
        return tokens(passages) <= room(options);
    }

    private static long tokens(List<Passage> passages) {
        return passages.stream().mapToLong(Passage::tokens).sum();
    }

    private static int room(RerankOptions options) {
        return options.maxInputTokensPerCall() - FRAME_TOKENS;
    }

    /** Every batch gets its share of good and bad passages, so that grades of different calls are comparable. */
    private static List<List<Passage>> interleaved(List<Passage> passages, int batches) {
        List<List<Passage>> result = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            result.add(new ArrayList<>());
        }
        for (int i = 0; i < passages.size(); i++) {
            result.get(i % batches).add(passages.get(i));
        }
        return result;
    }

    private static List<Passage> notIn(List<List<Passage>> batches, List<Passage> passages) {
        var planned = new HashSet<Passage>();
        batches.forEach(planned::addAll);
        return passages.stream().filter(passage -> !planned.contains(passage)).toList();
    }
}
