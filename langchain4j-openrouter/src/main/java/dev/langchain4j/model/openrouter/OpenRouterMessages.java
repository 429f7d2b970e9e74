package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.openrouter.internal.chat.ChatMessageAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages with what OpenRouter understands and LangChain4j has no field for. It is kept in the attributes of the
 * message, so a chat memory keeps it, too. Other models ignore it.
 * With core 1.20, whose system messages have no attributes, their methods here throw
 * {@link UnsupportedOperationException}.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/overview">Messages</a>
 */
public final class OpenRouterMessages {

    private OpenRouterMessages() {}

    /**
     * A message with the role {@code developer}; providers without it get {@code system}. For all system messages of a
     * model there is {@link OpenRouterChatParameterSetters#systemMessageRole}.
     */
    public static SystemMessage developer(String text) {
        return with(SystemMessage.from(ensureNotBlank(text, "text")), ChatMessageAttributes.ROLE, "developer");
    }

    /**
     * The message with the name of its author. For providers without names OpenRouter puts it before the text. A
     * {@link UserMessage} has a name of its own.
     */
    public static SystemMessage named(String name, SystemMessage message) {
        ensureNotBlank(name, "name");
        return with(ensureNotNull(message, "message"), ChatMessageAttributes.NAME, name);
    }

    /** The answer with the name of its author, such as that of one of several agents in a conversation. */
    public static AiMessage named(String name, AiMessage message) {
        ensureNotBlank(name, "name");
        ensureNotNull(message, "message");
        return message.toBuilder()
                .attributes(plus(message.attributes(), ChatMessageAttributes.NAME, name))
                .build();
    }

    /**
     * The message, which sets the reasoning effort from here on. The cache of the earlier turns stays valid, unlike
     * with another {@code reasoning} of the request. Send the message unchanged with the later turns. If a memory or
     * {@code maxContextMessages} drops it, its effort goes with it.
     *
     * @param effort {@code max}, {@code xhigh}, {@code high}, {@code medium}, {@code low}, {@code minimal} or
     *     {@code none}
     */
    public static UserMessage withReasoningEffort(String effort, UserMessage message) {
        ensureNotBlank(effort, "effort");
        ensureNotNull(message, "message");
        return message.toBuilder()
                .attributes(plus(message.attributes(), ChatMessageAttributes.REASONING_EFFORT, effort))
                .build();
    }

    /**
     * The message with a mark of the prompt cache at its end: the provider keeps everything up to there. Mark the part
     * of the system messages that does not change, and put the rest into another system message after it: each is sent
     * separately.
     *
     * @see OpenRouterCacheControl
     */
    public static SystemMessage cached(OpenRouterCacheControl.Ttl ttl, SystemMessage message) {
        ensureNotNull(ttl, "ttl");
        return with(ensureNotNull(message, "message"), ChatMessageAttributes.CACHE_CONTROL, ttl.toAttribute());
    }

    /** The user message with a mark of the prompt cache at its end, such as one with a long document. */
    public static UserMessage cached(OpenRouterCacheControl.Ttl ttl, UserMessage message) {
        ensureNotNull(ttl, "ttl");
        ensureNotNull(message, "message");
        return message.toBuilder()
                .attributes(plus(message.attributes(), ChatMessageAttributes.CACHE_CONTROL, ttl.toAttribute()))
                .build();
    }

    private static SystemMessage with(SystemMessage message, String key, String value) {
        try {
            return message.toBuilder()
                    .attributes(plus(message.attributes(), key, value))
                    .build();
        } catch (LinkageError olderCore) {
            throw new UnsupportedOperationException(
                    "System messages have no attributes: this needs langchain4j-core 1.21 or newer", olderCore);
        }
    }

    private static Map<String, Object> plus(Map<String, Object> attributes, String key, Object value) {
        var all = new LinkedHashMap<>(attributes);
        all.put(key, value);
        return all;
    }
}
