package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code messages}. */
public sealed interface RequestMessage {

    /** Only a text, as most messages of a conversation are: a third of the memory of its {@link #full} form. */
    sealed interface Plain extends RequestMessage {

        String text();

        /** The same in the form that has room for more. */
        RequestMessage full();
    }

    record UserText(String text) implements Plain {

        @Override
        public User full() {
            return new User(null, List.of(new ContentPart.Text(text)));
        }
    }

    record AssistantText(String text) implements Plain {

        @Override
        public Assistant full() {
            return new Assistant(null, text, List.of(), null, null, List.of(), null, null, null);
        }
    }

    /**
     * @param role {@code system} or {@code developer}
     * @param content text parts only
     */
    record System(String role, @Nullable String name, List<ContentPart> content) implements RequestMessage {

        public System withContent(List<ContentPart> other) {
            return new System(role, name, other);
        }
    }

    /** @param effortFromHere the reasoning effort from this message on, sent as a separate message before it */
    record User(
            @Nullable String name,
            List<ContentPart> content,
            @Nullable String effortFromHere) implements RequestMessage {

        public User(@Nullable String name, List<ContentPart> content) {
            this(name, content, null);
        }

        public User withContent(List<ContentPart> other) {
            return new User(name, other, effortFromHere);
        }
    }

    /**
     * @param text null is sent as JSON null: some upstreams refuse an empty string beside tool calls
     * @param reasoningDetails as received, order and unknown keys included
     * @param images URLs or data URLs of generated images
     * @param model the model that answered; a pinned router reads it
     * @param cacheControl of the text, for example {@code {"type":"ephemeral"}}
     */
    record Assistant(
            @Nullable String name,
            @Nullable String text,
            List<ToolCall> toolCalls,
            @Nullable String reasoning,
            @Nullable List<Map<String, Object>> reasoningDetails,
            List<String> images,
            @Nullable List<Map<String, Object>> annotations,
            @Nullable String model,
            @Nullable Map<String, Object> cacheControl)
            implements RequestMessage {

        public Assistant withCacheControl(@Nullable Map<String, Object> mark) {
            return new Assistant(name, text, toolCalls, reasoning, reasoningDetails, images, annotations, model, mark);
        }

        Assistant withoutImages() {
            return new Assistant(
                    name, text, toolCalls, reasoning, reasoningDetails, List.of(), annotations, model, cacheControl);
        }
    }

    record Tool(String toolCallId, List<ContentPart> content) implements RequestMessage {}
}
