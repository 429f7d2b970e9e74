package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Answers the tool calls of a conversation that have no result. A memory keeps a call whose tool threw an exception, or
 * whose application ended before the result, and providers refuse the whole conversation from then on.
 */
final class ChatMissingResults {

    /** What the model reads in place of the result. */
    static final String NO_RESULT = "No result: the call was interrupted.";

    private final List<ChatMessage> messages;
    private final List<ToolExecutionRequest> open = new ArrayList<>();
    private List<ChatMessage> complete = List.of();

    /** System messages since the last call or result: nothing may stand between a call and its results. */
    private int behind;

    private ChatMissingResults(List<ChatMessage> messages) {
        this.messages = messages;
    }

    /** The same list if there is no such call. */
    static List<ChatMessage> addedTo(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (hasCalls(messages.get(i))) {
                return new ChatMissingResults(messages).added();
            }
        }
        return messages;
    }

    private static boolean hasCalls(ChatMessage message) {
        return message instanceof AiMessage answer && answer.hasToolExecutionRequests();
    }

    private List<ChatMessage> added() {
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if (message instanceof ToolExecutionResultMessage result) {
                answer(result);
            } else if (message instanceof UserMessage || message instanceof AiMessage) {
                close(i);
            }
            if (hasCalls(message)) {
                open.addAll(((AiMessage) message).toolExecutionRequests());
            }
            behind = message instanceof SystemMessage ? behind + 1 : 0;
            if (!complete.isEmpty()) {
                complete.add(message);
            }
        }
        close(messages.size());
        return complete.isEmpty() ? messages : complete;
    }

    /** Ids may be missing or wrong in the memories of other providers: then it answers some call. */
    private void answer(ToolExecutionResultMessage result) {
        for (ToolExecutionRequest call : open) {
            if (Objects.equals(call.id(), result.id())) {
                open.remove(call);
                return;
            }
        }
        if (!open.isEmpty()) {
            open.remove(0);
        }
    }

    /** @param at the position of the next message */
    private void close(int at) {
        if (open.isEmpty()) {
            return;
        }
        if (complete.isEmpty()) {
            complete = new ArrayList<>(messages.subList(0, at));
        }
        for (ToolExecutionRequest call : open) {
            complete.add(complete.size() - behind, ToolExecutionResultMessage.from(call, NO_RESULT));
        }
        open.clear();
    }
}
