package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings tool calls and their results together. A memory has messages between them if a tool asks the assistant that
 * called it, or if the user writes while the tool runs, and providers refuse such a conversation.
 *
 * <p>A result moves up to its call. But if an exchange came between, the conversation would end with the answer of that
 * exchange. Then the exchange moves up, before the question that led to the call.
 */
public final class ChatLateResults {

    private final List<ChatMessage> messages;
    private final List<Turn> open = new ArrayList<>();
    private List<ChatMessage> ordered = List.of();

    /** The turn whose results may follow here; null after a user message or an answer without calls. */
    private @Nullable Turn current;

    /** @param ids of the calls that have no result so far */
    private record Turn(AiMessage answer, CountedIds ids) {}

    private ChatLateResults(List<ChatMessage> messages) {
        this.messages = messages;
    }

    /** The same list if no result is late. */
    public static List<ChatMessage> besideTheirCalls(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof ToolExecutionResultMessage) {
                return new ChatLateResults(messages).ordered();
            }
        }
        return messages;
    }

    private List<ChatMessage> ordered() {
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            if (message instanceof ToolExecutionResultMessage result && placeLate(result, i)) {
                continue;
            }
            if (isSpoken(message)) {
                current = message instanceof AiMessage answer ? turnOf(answer) : null;
            }
            if (!ordered.isEmpty()) {
                ordered.add(message);
            }
        }
        return ordered.isEmpty() ? messages : ordered;
    }

    private static boolean isSpoken(ChatMessage message) {
        return message instanceof UserMessage || message instanceof AiMessage;
    }

    private @Nullable Turn turnOf(AiMessage answer) {
        if (!answer.hasToolExecutionRequests()) {
            return null;
        }
        var ids = new CountedIds();
        for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
            if (!isBlank(call.id())) {
                ids.add(call.id());
            }
        }
        var turn = new Turn(answer, ids);
        open.add(turn);
        return turn;
    }

    /** @return false if the result is not late, and stays where it is */
    private boolean placeLate(ToolExecutionResultMessage result, int position) {
        Turn turn = takeTurnOf(result);
        if (turn == null || turn == current) {
            return false;
        }
        if (ordered.isEmpty()) {
            ordered = new ArrayList<>(messages.subList(0, position));
        }
        int call = positionOf(turn.answer());
        if (endsWithAnotherExchange(call)) {
            moveToEnd(call);
            ordered.add(result);
            current = turn;
        } else {
            ordered.add(afterResults(call), result);
        }
        return true;
    }

    /** The newest turn with an open call of this id, because models may repeat ids. */
    private @Nullable Turn takeTurnOf(ToolExecutionResultMessage result) {
        for (int i = open.size() - 1; i >= 0; i--) {
            Turn turn = open.get(i);
            if (turn.ids().removeOne(result.id())) {
                if (turn.ids().isEmpty()) {
                    open.remove(i);
                }
                return turn;
            }
        }
        return null;
    }

    private int positionOf(AiMessage answer) {
        int position = ordered.size() - 1;
        while (ordered.get(position) != answer) {
            position--;
        }
        return position;
    }

    private boolean endsWithAnotherExchange(int call) {
        boolean asked = false;
        boolean answered = false;
        for (ChatMessage message : ordered.subList(call + 1, ordered.size())) {
            if (isSpoken(message)) {
                asked |= message instanceof UserMessage;
                answered = message instanceof AiMessage;
            }
        }
        return asked && answered;
    }

    /** Moves the call with its results, and everything from its question on. */
    private void moveToEnd(int call) {
        List<ChatMessage> turn = ordered.subList(question(call), afterResults(call));
        List<ChatMessage> moved = List.copyOf(turn);
        turn.clear();
        ordered.addAll(moved);
    }

    private int question(int call) {
        int question = call;
        while (question > 0 && !(ordered.get(question) instanceof UserMessage)) {
            question--;
        }
        while (question > 0 && ordered.get(question - 1) instanceof UserMessage) {
            question--;
        }
        return ordered.get(question) instanceof UserMessage ? question : call;
    }

    /** The position after the results of a call; system messages may be among them. */
    private int afterResults(int call) {
        int after = call + 1;
        for (int i = after; i < ordered.size() && !isSpoken(ordered.get(i)); i++) {
            if (ordered.get(i) instanceof ToolExecutionResultMessage) {
                after = i + 1;
            }
        }
        return after;
    }
}
