package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each turn with tools an answer, which Mistral's models require before the next question: "Unexpected role
 * 'user' after role 'tool'". A memory has none if the turn failed after its tools, or if their results were the answer.
 */
public final class ChatMistralTurns {

    /** What the model reads as its answer. */
    static final String NO_ANSWER = "(No answer.)";

    private ChatMistralTurns() {}

    /**
     * The same list if no answer is missing, or if no model of Mistral may get the request.
     *
     * @param fallbackIds of the models that may get the request instead of {@code modelId}
     */
    public static List<ChatMessage> answered(
            List<ChatMessage> messages, @Nullable String modelId, List<String> fallbackIds) {
        if (ChatToolCallIdForm.of(modelId, fallbackIds) != ChatToolCallIdForm.NINE) {
            return messages;
        }
        List<ChatMessage> answered = messages;
        for (int i = 0; i < messages.size(); i++) {
            if (lacksAnswer(messages, i)) {
                answered = answered == messages ? new ArrayList<>(messages.subList(0, i)) : answered;
                answered.add(AiMessage.from(NO_ANSWER));
            }
            if (answered != messages) {
                answered.add(messages.get(i));
            }
        }
        return answered;
    }

    /** Whether the message at this place is a question that follows a result. */
    private static boolean lacksAnswer(List<ChatMessage> messages, int question) {
        if (!(messages.get(question) instanceof UserMessage)) {
            return false;
        }
        int before = question - 1;
        while (before >= 0 && isEmpty(messages.get(before))) {
            before--;
        }
        return before >= 0 && messages.get(before) instanceof ToolExecutionResultMessage;
    }

    /** Empty answers are not sent. */
    private static boolean isEmpty(ChatMessage message) {
        return message instanceof AiMessage answer
                && !answer.hasToolExecutionRequests()
                && isBlank(ChatMessageAttributes.textOf(answer));
    }
}
