package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of messages' attributes: an answer's state for the next request, and what OpenRouter knows about messages and
 * LangChain4j does not. Plain JSON values. Chat memories are persisted, so the names never change.
 */
public final class ChatMessageAttributes {

    /** {@code List<Map<String, Object>>}, the entries exactly as received. */
    public static final String REASONING_DETAILS = "reasoning_details";

    /** {@code List<Map<String, Object>>}, the entries exactly as received; with them a file is parsed only once. */
    public static final String ANNOTATIONS = "annotations";

    /** {@code String}, the words of an answer that has only speech: the next request sends them as its text. */
    public static final String TRANSCRIPT = "openrouter_transcript";

    /** {@code String}, the model that answered; kept only if a router is pinned to it. */
    static final String MODEL = "model";

    /** {@code String}, the role of a system message. */
    public static final String ROLE = "openrouter_role";

    /** {@code String}, the author of a message. */
    public static final String NAME = "openrouter_name";

    /** {@code String}, the reasoning effort from a user message on. */
    public static final String REASONING_EFFORT = "openrouter_reasoning_effort";

    /**
     * {@code ephemeral}, {@code 1h}, or the object of the wire: LangChain4j's own name for a mark of the prompt cache.
     */
    public static final String CACHE_CONTROL = "cache_control";

    /** System messages have attributes since core 1.21. */
    private static final boolean OF_SYSTEM_MESSAGES = ofSystemMessages();

    private ChatMessageAttributes() {}

    /** The attributes of a system message; none with an older core. */
    public static Map<String, Object> of(SystemMessage message) {
        return OF_SYSTEM_MESSAGES ? message.attributes() : Map.of();
    }

    /** The text of an answer, or the words of its speech; null if it has neither. */
    static @Nullable String textOf(AiMessage answer) {
        String text = answer.text();
        return isBlank(text) && text(answer.attributes(), TRANSCRIPT) != null
                ? text(answer.attributes(), TRANSCRIPT)
                : text;
    }

    /** The text under a key; null if it is missing or another module stored something else there. */
    static @Nullable String text(Map<String, Object> attributes, String key) {
        return attributes.get(key) instanceof String text ? text : null;
    }

    private static boolean ofSystemMessages() {
        try {
            return SystemMessage.from("probe").attributes() != null;
        } catch (NoSuchMethodError olderCore) {
            return false;
        }
    }

    /** The list of objects under a key; null if it is missing or another module stored something else there. */
    @SuppressWarnings("unchecked") // keys of JSON objects are text
    static @Nullable List<Map<String, Object>> entries(AiMessage message, String key) {
        return message.attributes().get(key) instanceof List<?> list
                        && list.stream().allMatch(Map.class::isInstance)
                ? (List<Map<String, Object>>) list
                : null;
    }
}
