package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the judge answered.
 *
 * @param text empty if the model said nothing
 * @param finishReason as the wire names it; {@code "length"} makes a repeated question ask for more room
 * @param usage what the call cost
 * @param model the model that answered
 * @param tokens of the text, where the model tells how likely they were; else empty
 */
public record JudgeReply(
        String text,
        @Nullable String finishReason,
        JudgeUsage usage,
        @Nullable String model,
        @Nullable String generationId,
        List<JudgeToken> tokens) {

    static final String LENGTH = "length";

    public static JudgeReply of(String text) {
        return new JudgeReply(text, null, JudgeUsage.NONE, null, null, List.of());
    }

    public boolean wasCutShort() {
        return LENGTH.equalsIgnoreCase(finishReason);
    }

    /** Without the text: it is the user's. */
    @Override
    public String toString() {
        return "JudgeReply[" + finishReason + ", " + usage + ", " + model + ", " + generationId + "]";
    }
}
