package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message of an answer, or its part in a chunk.
 *
 * @param content text; an array of parts arrives joined
 * @param reasoning text to show: that of the details, else {@code reasoning}, else {@code reasoning_content}; the wire
 *     repeats the same text in all of them
 * @param reasoningDetails null when not reported, empty when reported empty; entries verbatim
 * @param annotations entries verbatim
 * @param images data or https URLs
 * @param toolCalls as received; {@link ToolCalls} completes them
 */
public record AnswerMessage(
        @Nullable String content,
        @Nullable String refusal,
        @Nullable String reasoning,
        @Nullable List<Map<String, Object>> reasoningDetails,
        List<ToolCall> toolCalls,
        List<Map<String, Object>> annotations,
        List<String> images,
        @Nullable Audio audio) {

    /** Whether the model returned nothing at all, not even reasoning. */
    boolean saysNothing() {
        return (content == null || content.isEmpty())
                && (refusal == null || refusal.isEmpty())
                && reasoning == null
                && (reasoningDetails == null || reasoningDetails.isEmpty())
                && toolCalls.isEmpty()
                && images.isEmpty()
                && audio == null;
    }

    /** Whether there is nothing but reasoning. */
    boolean hasNoContent() {
        return isBlank(content) && isBlank(refusal) && toolCalls.isEmpty() && images.isEmpty() && audio == null;
    }

    /** Whether this delta adds nothing to a message. */
    boolean addsNothing() {
        return (content == null || content.isEmpty())
                && (refusal == null || refusal.isEmpty())
                && (reasoning == null || reasoning.isEmpty())
                && (reasoningDetails == null || reasoningDetails.stream().allMatch(ReasoningDetails::isEmpty))
                && toolCalls.stream().allMatch(AnswerMessage::addsNothing)
                && annotations.isEmpty()
                && images.isEmpty()
                && audio == null;
    }

    private static boolean addsNothing(ToolCall fragment) {
        return (fragment.id() == null || fragment.id().isEmpty())
                && (fragment.name() == null || fragment.name().isEmpty())
                && (fragment.arguments() == null || fragment.arguments().isEmpty());
    }

    long textBytes() {
        long bytes = bytes(content) + bytes(reasoning) + bytes(refusal);
        for (ToolCall call : toolCalls) {
            bytes += bytes(call.name()) + bytes(call.arguments());
        }
        return bytes;
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : PromptSize.bytes(text);
    }

    /** @param data base64 */
    public record Audio(
            @Nullable String id,
            @Nullable String data,
            @Nullable String transcript,
            @Nullable Long expiresAt) {}
}
