package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Gives each tool call of a conversation one result, because providers refuse everything else from then on. A memory
 * keeps a call whose tool threw an exception, or whose application ended before the result: it gets a substitute. A
 * memory drops a call and keeps its result if messages are between them: the result is left out, except at the end.
 */
public final class ChatToolResults {

    /** What the model reads in place of the result. */
    static final String NO_RESULT = "No result: the call was interrupted.";

    private final List<ChatMessage> messages;
    private final List<ChatMessage> paired = new ArrayList<>();
    private boolean changed;

    private ChatToolResults(List<ChatMessage> messages) {
        this.messages = messages;
    }

    /**
     * The same list if there is nothing to add or to leave out.
     *
     * @param messages with the results of a call directly after it; only system messages may be between them
     */
    public static List<ChatMessage> oneForEachCall(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof ToolExecutionResultMessage
                    || !calls(messages.get(i)).isEmpty()) {
                return new ChatToolResults(messages).paired();
            }
        }
        return messages;
    }

    private static List<ToolExecutionRequest> calls(ChatMessage message) {
        return message instanceof AiMessage answer && answer.hasToolExecutionRequests()
                ? answer.toolExecutionRequests()
                : List.of();
    }

    private List<ChatMessage> paired() {
        int end;
        for (int start = 0; start < messages.size(); start = end) {
            end = start + 1;
            while (end < messages.size() && isResultOrSystem(messages.get(end))) {
                end++;
            }
            pair(start, end);
        }
        return changed ? paired : messages;
    }

    private static boolean isResultOrSystem(ChatMessage message) {
        return message instanceof ToolExecutionResultMessage || message instanceof SystemMessage;
    }

    /** @param start of a message with the results and system messages that follow it */
    private void pair(int start, int end) {
        var open = new ArrayList<>(calls(messages.get(start)));
        Set<Integer> surplus = takeResults(open, start, end);
        if (!changed && (!open.isEmpty() || !surplus.isEmpty())) {
            changed = true;
            paired.addAll(messages.subList(0, start));
        }
        if (changed) {
            copy(start, end, surplus, open);
        }
    }

    /**
     * Removes the calls that have a result.
     *
     * @return the positions of the results that are left out
     */
    private Set<Integer> takeResults(List<ToolExecutionRequest> open, int start, int end) {
        boolean calling = !open.isEmpty();
        var unanswered = new CountedIds();
        open.forEach(call -> unanswered.add(call.id()));
        var answered = new CountedIds();
        var surplus = new HashSet<Integer>();
        var others = new ArrayList<Integer>();
        for (int i = start; i < end; i++) {
            if (messages.get(i) instanceof ToolExecutionResultMessage result) {
                String id = result.id();
                if (unanswered.removeOne(id)) {
                    answered.add(id);
                } else {
                    (!isBlank(id) && answered.contains(id) ? surplus : others).add(i);
                }
            }
        }
        open.removeIf(call -> answered.removeOne(call.id()));
        // Ids may be missing or wrong in the memories of other providers: then a result answers some call.
        int taken = Math.min(open.size(), others.size());
        others.subList(0, taken).forEach(i -> removeOneFor((ToolExecutionResultMessage) messages.get(i), open));
        // Without a result at the end, the model would answer something else, or call the tool again and again.
        if (end < messages.size() || calling) {
            surplus.addAll(others.subList(taken, others.size()));
        }
        return surplus;
    }

    /** Of another tool if that of the result has none. */
    private static void removeOneFor(ToolExecutionResultMessage result, List<ToolExecutionRequest> open) {
        for (ToolExecutionRequest call : open) {
            if (Objects.equals(call.name(), result.toolName())) {
                open.remove(call);
                return;
            }
        }
        open.remove(0);
    }

    /** Adds the messages without the surplus, and substitutes before system messages at their end. */
    private void copy(int start, int end, Set<Integer> surplus, List<ToolExecutionRequest> open) {
        int place = paired.size();
        for (int i = start; i < end; i++) {
            if (!surplus.contains(i)) {
                paired.add(messages.get(i));
                place = messages.get(i) instanceof SystemMessage ? place : paired.size();
            }
        }
        for (ToolExecutionRequest call : open) {
            paired.add(place++, ToolExecutionResultMessage.from(call, NO_RESULT));
        }
    }
}
