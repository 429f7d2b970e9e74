package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest part of a conversation, limited by the number of non-system messages. A tool call and its results are
 * dropped together; system messages and the last user message stay.
 */
public final class ChatContextWindow {

    private ChatContextWindow() {}

    public static List<ChatMessage> newest(int maxMessages, List<ChatMessage> messages) {
        if (nonSystem(messages, 0, messages.size()) <= maxMessages) {
            return messages;
        }
        int lastUser = lastUserMessage(messages);
        int start = start(maxMessages, messages, lastUser);
        var kept = new ArrayList<ChatMessage>();
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if (i >= start || i == lastUser || message instanceof SystemMessage) {
                kept.add(message);
            }
        }
        return kept;
    }

    /** Start of the newest exchanges that fit together with the last user message. */
    private static int start(int maxMessages, List<ChatMessage> messages, int lastUser) {
        int start = messages.size();
        int room = lastUser >= 0 ? maxMessages - 1 : maxMessages;
        while (start > 0) {
            int previous = exchangeBefore(start, messages);
            int size = nonSystem(messages, previous, start);
            if (previous <= lastUser && lastUser < start) {
                size--; // reserved for the last user message
            }
            if (size > room) {
                break;
            }
            room -= size;
            start = previous;
        }
        return start;
    }

    /** Start of the exchange that ends before {@code end}: one message, or a tool call with its results. */
    private static int exchangeBefore(int end, List<ChatMessage> messages) {
        int call = end - 1;
        while (call > 0 && isResultOrSystem(messages.get(call))) {
            call--;
        }
        return messages.get(call) instanceof AiMessage answer && answer.hasToolExecutionRequests() ? call : end - 1;
    }

    private static boolean isResultOrSystem(ChatMessage message) {
        return message instanceof ToolExecutionResultMessage || message instanceof SystemMessage;
    }

    private static int lastUserMessage(List<ChatMessage> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && !(messages.get(last) instanceof UserMessage)) {
            last--;
        }
        return last;
    }

    private static int nonSystem(List<ChatMessage> messages, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!(messages.get(i) instanceof SystemMessage)) {
                count++;
            }
        }
        return count;
    }
}
