package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a question before the first tool call of a conversation if no user message is before it, because Gemini refuses it
 * ("Please ensure that function call turn comes immediately after a user turn"). Such a conversation comes from a memory
 * that has dropped the question of a turn with many calls.
 */
public final class ChatGeminiTurns {

    /** What the model reads as the question. */
    static final String MISSING = "(Earlier messages are missing.)";

    private ChatGeminiTurns() {}

    /** The same list if there is no such call, or if no model of Google may get the request. */
    public static List<ChatMessage> accepted(List<ChatMessage> messages, ChatModelIds models) {
        int call = unaskedCall(messages);
        if (call < 0 || !models.hasAny(TokenFamily.GEMINI)) {
            return messages;
        }
        var asked = new ArrayList<>(messages);
        asked.add(call, UserMessage.from(MISSING));
        return asked;
    }

    /** The place of the first call, if it is before all user messages; else -1. */
    private static int unaskedCall(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if (message instanceof UserMessage) {
                return -1;
            }
            if (message instanceof AiMessage answer && answer.hasToolExecutionRequests()) {
                return i;
            }
        }
        return -1;
    }
}
