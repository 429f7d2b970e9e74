package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The judge's answer.
 *
 * @param text empty if the model returned none
 * @param finishReason its name on the wire
 * @param usage usage and cost of the call
 * @param model the model that answered
 * @param tokens of the text, if the model reports log probabilities; else empty
 */
public record JudgeReply(
        String text,
        @Nullable String finishReason,
        JudgeUsage usage,
        @Nullable String model,
        @Nullable String generationId,
        List<JudgeToken> tokens) {

    private static final String LENGTH = "length";
    private static final String FILTER = "content_filter";

    public static JudgeReply of(String text) {
        return new JudgeReply(text, null, JudgeUsage.NONE, null, null, List.of());
    }

    /** Whether it ended at its token limit, so that a repeated question allows more tokens. */
    public boolean reachedLimit() {
        return LENGTH.equalsIgnoreCase(finishReason);
    }

    /** Whether its last number may be cut. */
    public boolean wasCutShort() {
        return reachedLimit() || FILTER.equalsIgnoreCase(finishReason);
    }

    /** Why it has no verdict, in words about the judge. */
    public String misfit() {
        if (reachedLimit()) {
            return "reached its limit of tokens before a verdict";
        }
        if (wasCutShort()) {
            return "was stopped by a content filter";
        }
        return text.isBlank() ? "answered without a text" : "did not answer in the form that it was asked for";
    }

    /** Without the text, which belongs to the user. */
    @Override
    public String toString() {
        return "JudgeReply[" + finishReason + ", " + usage + ", " + model + ", " + generationId + "]";
    }
}
