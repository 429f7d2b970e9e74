package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CompressionService} has made of a text, and what it could not do.
 *
 * @param ratio length by the original's, in characters
 * @param targetRatio what was asked for
 * @param tolerance by how much the two may differ
 * @param facts how many names, numbers and the like the original has
 * @param lost those of them that the text does not have
 * @param notes what else the caller should know, a sentence each
 * @param calls of the model
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

    /** Whether the length is as asked for, within the tolerance, and no fact is lost. */
    public boolean isAsAsked() {
        return isWithinTolerance() && lost.isEmpty();
    }

    /** The share of facts that the text has kept, 0 to 1. */
    public double retention() {
        return facts == 0 ? 1 : (facts - lost.size()) / (double) facts;
    }

    /** In a sentence: how long it is, what was asked for, what is left. */
    public String verdict() {
        return String.format(
                Locale.ROOT,
                "%.0f %% of the length, %.0f %% asked for: %s; %d of %d facts kept",
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
