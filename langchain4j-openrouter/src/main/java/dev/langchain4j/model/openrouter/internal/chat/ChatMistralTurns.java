package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts messages into an order that Mistral's models accept. They refuse a question after a result ("Unexpected role
 * 'user' after role 'tool'"): a memory has no answer between them if the turn failed after its tools, or if their
 * results were the answer. They refuse a system message after an answer or a result: a memory puts one that has changed
 * there.
 */
public final class ChatMistralTurns {

    /** What the model reads as its answer. */
    static final String NO_ANSWER = "(No answer.)";

    private ChatMistralTurns() {}

    /** The same list if no model of Mistral may get the request. */
    public static List<ChatMessage> accepted(List<ChatMessage> messages, ChatModelIds models) {
        return models.hasAny(TokenFamily.MISTRAL) ? answered(withEarlySystemMessages(messages)) : messages;
    }

    /** A system message after an answer or a result goes to those at the beginning. */
    private static List<ChatMessage> withEarlySystemMessages(List<ChatMessage> messages) {
        var ordered = new ArrayList<ChatMessage>(messages.size());
        int beginning = 0;
        for (ChatMessage message : messages) {
            boolean isSystem = message instanceof SystemMessage;
            int place = isSystem && endsWithAnswerOrResult(ordered) ? beginning : ordered.size();
            beginning += isSystem && place == beginning ? 1 : 0;
            ordered.add(place, message);
        }
        return ordered;
    }

    private static boolean endsWithAnswerOrResult(List<ChatMessage> messages) {
        ChatMessage last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        return last instanceof AiMessage || last instanceof ToolExecutionResultMessage;
    }

    private static List<ChatMessage> answered(List<ChatMessage> messages) {
        var answered = new ArrayList<ChatMessage>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            if (lacksAnswer(messages, i)) {
                answered.add(AiMessage.from(NO_ANSWER));
            }
            answered.add(messages.get(i));
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
