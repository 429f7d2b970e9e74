package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    /** Those of the calls so far. */
    private final Set<@Nullable String> ids = new HashSet<>();

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
        List<ToolExecutionRequest> calls = calls(messages.get(start));
        calls.forEach(call -> ids.add(call.id()));
        List<Integer> places = IntStream.range(start, end)
                .filter(i -> messages.get(i) instanceof ToolExecutionResultMessage)
                .boxed()
                .toList();
        List<Integer> pairs =
                ChatToolPairs.of(calls, places.stream().map(this::result).toList(), ids);
        Set<Integer> answered = new HashSet<>(pairs);
        List<ToolExecutionRequest> open = IntStream.range(0, calls.size())
                .filter(call -> !answered.contains(call))
                .mapToObj(calls::get)
                .toList();
        Set<Integer> surplus = IntStream.range(0, places.size())
                .filter(i -> pairs.get(i) == ChatToolPairs.NONE)
                .mapToObj(places::get)
                .collect(Collectors.toSet());
        boolean same = open.isEmpty() && surplus.isEmpty() || end == messages.size() && isRefused(calls, open, surplus);
        if (!changed && !same) {
            changed = true;
            paired.addAll(messages.subList(0, start));
        }
        if (changed) {
            copy(start, end, same ? Set.of() : surplus, same ? List.of() : open);
        }
    }

    private ToolExecutionResultMessage result(int place) {
        return (ToolExecutionResultMessage) messages.get(place);
    }

    /**
     * Whether the end of the messages goes out as it is, and is refused: without a result there that may be the one to
     * answer, the model would answer something else, or call the tool again and again.
     */
    private boolean isRefused(List<ToolExecutionRequest> calls, List<ToolExecutionRequest> open, Set<Integer> surplus) {
        return calls.isEmpty()
                || !open.isEmpty() && surplus.stream().anyMatch(i -> ChatToolPairs.isWithoutKnownId(result(i), ids));
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
