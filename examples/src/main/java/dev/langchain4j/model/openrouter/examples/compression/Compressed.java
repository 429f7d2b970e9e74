package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@link CompressionService}, and what it could not do.
 *
 * @param ratio length relative to the original's, in characters
 * @param targetRatio the requested ratio
 * @param tolerance allowed difference of the two
 * @param facts number of names, numbers and similar facts in the original
 * @param lost facts that the text lacks
 * @param notes further remarks for the caller, a sentence each
 * @param calls calls of the model
 * @param usage of all calls together; null if there was none or none was reported
 */
public record Compressed(
        String text,
        double ratio,
        double targetRatio,
        double tolerance,
        int facts,
        List<String> lost,
        List<String> notes,
        int calls,
        @Nullable TokenUsage usage) {

    /** Whether the length is within the tolerance, and no fact is lost. */
    public boolean isAsAsked() {
        return isWithinTolerance() && lost.isEmpty();
    }

    /** The share of facts that the text keeps, 0 to 1. */
    public double retention() {
        return facts == 0 ? 1 : (facts - lost.size()) / (double) facts;
    }

    /** In one sentence: the length, the target, the facts kept. */
    public String verdict() {
        return String.format(
                Locale.ROOT,
                "%.0f %% of the length, %.0f %% requested: %s; %d of %d facts kept",
                100 * ratio,
                100 * targetRatio,
                isWithinTolerance() ? "met" : ratio > targetRatio ? "missed, too long" : "missed, too short",
                facts - lost.size(),
                facts);
    }

    private boolean isWithinTolerance() {
        return Math.abs(ratio - targetRatio) <= tolerance;
    }
}
