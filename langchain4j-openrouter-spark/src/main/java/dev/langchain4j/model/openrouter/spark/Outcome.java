package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How the call of a document ended, as it is written to the journal.
 *
 * @param answer as the task writes it; null unless it was answered
 * @param cost US dollars; null if it is unknown
 */
record Outcome(
        State state,
        @Nullable String answer,
        @Nullable BigDecimal cost,
        long inputTokens,
        long outputTokens,
        @Nullable String model,
        @Nullable String generationId,
        @Nullable String error) {

    /** The longest name that fits the columns of the journal. */
    private static final int LONGEST_NAME = 255;

    /** What the journal refuses would be lost when it is paid for: NUL is replaced, and long names are cut. */
    Outcome {
        answer = withoutNul(answer);
        model = cut(model);
        generationId = cut(generationId);
        error = withoutNul(error);
    }

    private static @Nullable String withoutNul(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private static @Nullable String cut(@Nullable String name) {
        String clean = withoutNul(name);
        return clean == null || clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME);
    }

    static Outcome of(
            State state,
            @Nullable String answer,
            @Nullable OpenRouterTokenUsage usage,
            @Nullable String model,
            @Nullable String generationId,
            @Nullable String error) {
        return new Outcome(
                state,
                answer,
                usage == null ? null : usage.cost(),
                usage == null ? 0 : orZero(usage.inputTokenCount()),
                usage == null ? 0 : orZero(usage.outputTokenCount()),
                model,
                generationId,
                error);
    }

    /** Without a call. */
    static Outcome notSent(String error) {
        return new Outcome(State.FAILED, null, BigDecimal.ZERO, 0, 0, null, null, error);
    }

    private static long orZero(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
