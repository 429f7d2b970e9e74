package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code messages}. */
public sealed interface RequestMessage {

    /** @param content text parts only */
    record System(List<ContentPart> content) implements RequestMessage {}

    record User(@Nullable String name, List<ContentPart> content) implements RequestMessage {}

    /**
     * @param text null is sent as JSON null: some upstreams refuse an empty string beside tool calls
     * @param reasoningDetails as received, order and unknown keys included
     * @param images URLs or data URLs of generated images
     * @param model the model that answered; a pinned router reads it
     * @param cacheControl of the text, for example {@code {"type":"ephemeral"}}
     */
    record Assistant(
            @Nullable String text,
            List<ToolCall> toolCalls,
            @Nullable String reasoning,
            @Nullable List<Map<String, Object>> reasoningDetails,
            List<String> images,
            @Nullable List<Map<String, Object>> annotations,
            @Nullable String model,
            @Nullable Map<String, Object> cacheControl)
            implements RequestMessage {

        public Assistant(
                @Nullable String text,
                List<ToolCall> toolCalls,
                @Nullable String reasoning,
                @Nullable List<Map<String, Object>> reasoningDetails,
                List<String> images,
                @Nullable List<Map<String, Object>> annotations,
                @Nullable String model) {
            this(text, toolCalls, reasoning, reasoningDetails, images, annotations, model, null);
        }

        public Assistant withCacheControl(@Nullable Map<String, Object> mark) {
            return new Assistant(text, toolCalls, reasoning, reasoningDetails, images, annotations, model, mark);
        }

        Assistant withoutImages() {
            return new Assistant(
                    text, toolCalls, reasoning, reasoningDetails, List.of(), annotations, model, cacheControl);
        }
    }

    record Tool(String toolCallId, List<ContentPart> content) implements RequestMessage {}
}
