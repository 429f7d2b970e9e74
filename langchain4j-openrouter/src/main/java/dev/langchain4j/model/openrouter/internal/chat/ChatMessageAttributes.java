package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.AiMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of {@code AiMessage.attributes()} that keep an answer's state for the next request, as plain JSON values. Chat
 * memories are persisted, so the names never change.
 */
public final class ChatMessageAttributes {

    /** {@code List<Map<String, Object>>}, the entries exactly as received. */
    public static final String REASONING_DETAILS = "reasoning_details";

    /** {@code List<Map<String, Object>>}, the entries exactly as received; with them a file is parsed only once. */
    public static final String ANNOTATIONS = "annotations";

    /** {@code String}, the model that answered; kept only if a router is pinned to it. */
    static final String MODEL = "model";

    private ChatMessageAttributes() {}

    /** The list of objects under a key; null if it is missing or another module stored something else there. */
    @SuppressWarnings("unchecked") // keys of JSON objects are text
    static @Nullable List<Map<String, Object>> entries(AiMessage message, String key) {
        return message.attributes().get(key) instanceof List<?> list
                        && list.stream().allMatch(Map.class::isInstance)
                ? (List<Map<String, Object>>) list
                : null;
    }
}
