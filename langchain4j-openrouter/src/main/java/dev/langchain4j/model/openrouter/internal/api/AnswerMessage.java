package dev.langchain4j.model.openrouter.internal.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message of an answer, or the piece of it that a chunk brings.
 *
 * @param content text; an array of parts arrives joined
 * @param reasoning text for display; also read from {@code reasoning_content}
 * @param reasoningDetails null when not reported, empty when reported empty; entries verbatim
 * @param annotations entries verbatim
 * @param images data or https URLs
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

    /** @param data base64 */
    public record Audio(
            @Nullable String id,
            @Nullable String data,
            @Nullable String transcript,
            @Nullable Long expiresAt) {}
}
