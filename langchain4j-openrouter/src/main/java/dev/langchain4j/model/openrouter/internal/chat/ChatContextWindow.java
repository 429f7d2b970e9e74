package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The newest part of a conversation, limited by the number of non-system messages or by tokens. A tool call and its
 * results are dropped together. System messages, the last user message and the newest exchange stay, whatever the limit:
 * a model that does not see the result of its call would make it again. It begins with a user message, as Gemini and
 * others require: if it would begin with an answer, the question of that answer stays.
 */
public final class ChatContextWindow {

    private final List<ChatMessage> messages;
    private final ToIntFunction<ChatMessage> weight;

    private ChatContextWindow(List<ChatMessage> messages, ToIntFunction<ChatMessage> weight) {
        this.messages = messages;
        this.weight = weight;
    }

    /** The newest messages of which at most this number are no system messages. */
    public static List<ChatMessage> newest(int maxMessages, List<ChatMessage> messages) {
        return new ChatContextWindow(messages, message -> 1).newest(maxMessages);
    }

    /**
     * The newest messages that fit into this number of tokens.
     *
     * @param further tokens of tools and schema, which stay
     */
    public static List<ChatMessage> fitting(
            int maxTokens, int further, List<ChatMessage> messages, MessageTokens tokens) {
        long room = (long) maxTokens - further - tokens.ofMessages(List.of());
        for (ChatMessage message : messages) {
            room -= message instanceof SystemMessage ? tokens.ofMessage(message) : 0;
        }
        return new ChatContextWindow(messages, tokens::ofMessage).newest(room);
    }

    private List<ChatMessage> newest(long limit) {
        if (size(0, messages.size()) <= limit) {
            return messages;
        }
        int lastUser = lastUserMessage(messages);
        int start = start(limit, lastUser);
        int question = lastUser;
        if (beginsWithAnswer(start, lastUser)) {
            int asked = lastUserMessage(messages.subList(0, start));
            long room = asked < 0 ? 0 : limit - size(start, messages.size()) - size(asked, asked + 1);
            while (room < 0 && beginsWithAnswer(start, lastUser)) {
                int next = afterExchange(start);
                room += size(start, next);
                start = next;
            }
            question = asked >= 0 && beginsWithAnswer(start, lastUser) ? asked : lastUser;
        }
        var kept = new ArrayList<ChatMessage>();
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if (i >= start || i == lastUser || i == question || message instanceof SystemMessage) {
                kept.add(message);
            }
        }
        return kept;
    }

    /** Start of the newest exchanges that fit together with the last user message; the newest one stays in any case. */
    private int start(long limit, int lastUser) {
        int start = messages.size();
        long room = lastUser >= 0 ? limit - size(lastUser, lastUser + 1) : limit;
        while (start > 0) {
            int previous = exchangeBefore(start, messages);
            long size = size(previous, start);
            if (previous <= lastUser && lastUser < start) {
                size -= size(lastUser, lastUser + 1); // reserved for it
            }
            if (size > room && size(start, messages.size()) > 0) {
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

    private boolean beginsWithAnswer(int start, int lastUser) {
        int first = start;
        while (first < lastUser && messages.get(first) instanceof SystemMessage) {
            first++;
        }
        return first < lastUser && !(messages.get(first) instanceof UserMessage);
    }

    private int afterExchange(int start) {
        int next = start + 1;
        while (next < messages.size() && isResultOrSystem(messages.get(next))) {
            next++;
        }
        return next;
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

    /** Without system messages, which stay. */
    private long size(int from, int to) {
        long size = 0;
        for (int i = from; i < to; i++) {
            if (!(messages.get(i) instanceof SystemMessage)) {
                size += weight.applyAsInt(messages.get(i));
            }
        }
        return size;
    }
}
