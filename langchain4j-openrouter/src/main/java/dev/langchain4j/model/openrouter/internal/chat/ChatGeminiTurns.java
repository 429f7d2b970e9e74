package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a question before a conversation that begins with a tool call, because Gemini refuses it ("Please ensure that
 * function call turn comes immediately after a user turn"). Such a conversation comes from a memory that has dropped
 * the question of a turn with many calls.
 */
public final class ChatGeminiTurns {

    /** What the model reads as the question. */
    static final String MISSING = "(Earlier messages are missing.)";

    private ChatGeminiTurns() {}

    /**
     * The same list if no call follows its system messages, or if no model of Google may get the request.
     *
     * @param fallbackIds of the models that may get the request instead of {@code modelId}
     */
    public static List<ChatMessage> accepted(
            List<ChatMessage> messages, @Nullable String modelId, List<String> fallbackIds) {
        int first = 0;
        while (first < messages.size() && messages.get(first) instanceof SystemMessage) {
            first++;
        }
        boolean isCall = first < messages.size()
                && messages.get(first) instanceof AiMessage answer
                && answer.hasToolExecutionRequests();
        if (!isCall || !TokenFamily.GEMINI.hasAny(modelId, fallbackIds)) {
            return messages;
        }
        var asked = new ArrayList<>(messages);
        asked.add(first, UserMessage.from(MISSING));
        return asked;
    }
}
