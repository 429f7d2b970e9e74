package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The options of the calls and the scores; {@link #builder()} has the defaults.
 *
 * @param kind of the calls that see all passages: batches of grades, one call a passage, or windows that slide over the
 *     list
 * @param batchSize passages of a graded call, window of a sliding pass; smaller if {@code maxInputTokensPerCall}
 *     requires it, larger (up to {@value #LARGEST_BATCH}) if {@code maxCallsPerQuery} does
 * @param refineTop number of best passages for orderings; below 2: none
 * @param orderings listwise calls that order the best, each of another permutation of them
 * @param gradeMax grades are whole numbers from 0 to this
 * @param bestFirst whether grades are asked for in a list, best first, whose order keeps equal grades apart; otherwise
 *     in the order of the passages
 * @param maxInputTokensPerCall estimated tokens of a prompt that batching does not exceed
 * @param maxPassageChars longer passages are cut at a word
 * @param maxQueryChars longer queries are cut at a word
 * @param seed sent with the first attempt of each call; later attempts send the numbers after it
 * @param maxCallsPerQuery never exceeded; null: 32, and no limit for POINTWISE
 * @param maxReasks how often the missing verdicts of an incomplete reply are asked for again
 * @param neutralize whether words that address the judge are replaced by {@code [removed]}
 * @param isolate whether such a passage is judged in a separate call, without orderings and windows
 * @param exclude whether such a passage is not sent and ranks below every judged one
 * @param criteria further criteria for better passages, by the developer; part of the instructions
 * @param nonceSecret makes the markers around passages unguessable; null: random for each process. With a fixed one the
 *     same input gives the same prompts in every process
 * @param cacheScope part of every cache key: model, provider, and everything else that changes replies
 */
public record RerankOptions(
        JudgeKind kind,
        int batchSize,
        int refineTop,
        int orderings,
        int gradeMax,
        boolean bestFirst,
        int maxInputTokensPerCall,
        int maxPassageChars,
        int maxQueryChars,
        int seed,
        @Nullable Integer maxCallsPerQuery,
        int maxReasks,
        boolean neutralize,
        boolean isolate,
        boolean exclude,
        @Nullable String criteria,
        @Nullable String nonceSecret,
        String cacheScope) {

    public static final int LARGEST_BATCH = 50;
    private static final int DEFAULT_CALLS = 32;
    private static final String PROCESS_SECRET = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));

    public RerankOptions {
        atLeast(1, batchSize, "batchSize");
        atLeast(0, refineTop, "refineTop");
        atLeast(1, gradeMax, "gradeMax");
        atLeast(1, maxInputTokensPerCall, "maxInputTokensPerCall");
        atLeast(1, maxPassageChars, "maxPassageChars");
        atLeast(1, maxQueryChars, "maxQueryChars");
        atLeast(1, maxCallsPerQuery == null ? 1 : maxCallsPerQuery, "maxCallsPerQuery");
        atLeast(0, maxReasks, "maxReasks");
    }

    public int callLimit() {
        if (maxCallsPerQuery != null) {
            return maxCallsPerQuery;
        }
        return kind == JudgeKind.POINTWISE ? Integer.MAX_VALUE : DEFAULT_CALLS;
    }

    String secret() {
        return nonceSecret == null ? PROCESS_SECRET : nonceSecret;
    }

    /** Without the secret and the developer's criteria. */
    @Override
    public String toString() {
        return "RerankOptions[" + kind + ", batchSize " + batchSize + ", refineTop " + refineTop + "]";
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Every setter accepts null for "the default". */
    public static final class Builder {

        private JudgeKind kind = JudgeKind.GRADED;
        private int orderings = 1;
        private @Nullable Integer batchSize;
        private @Nullable Integer refineTop;
        private @Nullable Integer refinePermutations;
        private @Nullable Integer gradeMax;
        private boolean bestFirst = true;
        private @Nullable Integer maxInputTokensPerCall;
        private @Nullable Integer maxPassageChars;
        private @Nullable Integer maxQueryChars;
        private @Nullable Integer seed;
        private @Nullable Integer maxCallsPerQuery;
        private @Nullable Integer maxReasks;
        private boolean neutralize = true;
        private boolean isolate;
        private boolean exclude;
        private @Nullable String criteria;
        private @Nullable String nonceSecret;
        private @Nullable String cacheScope;

        private Builder() {}

        public Builder kind(JudgeKind kind) {
            this.kind = kind;
            return this;
        }

        /** Those of the strategy, if {@link #refinePermutations} is not set; with 0 there are none. Default: 1. */
        public Builder orderings(int orderings) {
            this.orderings = orderings;
            return this;
        }

        public Builder batchSize(@Nullable Integer batchSize) {
            this.batchSize = batchSize;
            return this;
        }

        public Builder refineTop(@Nullable Integer refineTop) {
            this.refineTop = refineTop;
            return this;
        }

        public Builder refinePermutations(@Nullable Integer refinePermutations) {
            this.refinePermutations = refinePermutations;
            return this;
        }

        public Builder gradeMax(@Nullable Integer gradeMax) {
            this.gradeMax = gradeMax;
            return this;
        }

        public Builder bestFirst(boolean bestFirst) {
            this.bestFirst = bestFirst;
            return this;
        }

        public Builder maxInputTokensPerCall(@Nullable Integer maxInputTokensPerCall) {
            this.maxInputTokensPerCall = maxInputTokensPerCall;
            return this;
        }

        public Builder maxPassageChars(@Nullable Integer maxPassageChars) {
            this.maxPassageChars = maxPassageChars;
            return this;
        }

        public Builder maxQueryChars(@Nullable Integer maxQueryChars) {
            this.maxQueryChars = maxQueryChars;
            return this;
        }

        public Builder seed(@Nullable Integer seed) {
            this.seed = seed;
            return this;
        }

        public Builder maxCallsPerQuery(@Nullable Integer maxCallsPerQuery) {
            this.maxCallsPerQuery = maxCallsPerQuery;
            return this;
        }

        public Builder maxReasks(@Nullable Integer maxReasks) {
            this.maxReasks = maxReasks;
            return this;
        }

        public Builder neutralize(boolean neutralize) {
            this.neutralize = neutralize;
            return this;
        }

        public Builder isolate(boolean isolate) {
            this.isolate = isolate;
            return this;
        }

        public Builder exclude(boolean exclude) {
            this.exclude = exclude;
            return this;
        }

        public Builder criteria(@Nullable String criteria) {
            this.criteria = criteria;
            return this;
        }

        public Builder nonceSecret(@Nullable String nonceSecret) {
            this.nonceSecret = nonceSecret;
            return this;
        }

        public Builder cacheScope(@Nullable String cacheScope) {
            this.cacheScope = cacheScope;
            return this;
        }

        public RerankOptions build() {
            atLeast(0, or(refinePermutations, 0), "refinePermutations");
            return new RerankOptions(
                    kind,
                    or(batchSize, 20),
                    or(refineTop, 20),
                    orderings == 0 ? 0 : or(refinePermutations, orderings),
                    or(gradeMax, 10),
                    bestFirst,
                    or(maxInputTokensPerCall, 8_000),
                    or(maxPassageChars, 2_000),
                    or(maxQueryChars, 2_000),
                    or(seed, 42),
                    maxCallsPerQuery,
                    or(maxReasks, 1),
                    neutralize,
                    isolate,
                    exclude,
                    criteria,
                    nonceSecret,
                    or(cacheScope, ""));
        }

        private static <T> T or(@Nullable T value, T defaultValue) {
            return value == null ? defaultValue : value;
        }
    }
}
