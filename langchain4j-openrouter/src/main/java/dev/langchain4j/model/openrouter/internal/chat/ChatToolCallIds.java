package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sent ids of a conversation's tool calls and results. Some models count from 0 in every turn, and most upstreams
 * refuse a repeated id: the first call keeps it, so that prompt caches hold, later ones get another. An id that the
 * model does not accept is changed to its form. One instance per request.
 */
public final class ChatToolCallIds {

    private final ChatToolCallIdForm form;
    private final Set<@Nullable String> own = new HashSet<>();
    private final Set<String> sent = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();
    private final Map<String, String> turn = new HashMap<>();

    /** The sent ids of the calls of the turn. */
    private final List<String> calls = new ArrayList<>();

    /** The positions of the calls that the results answer, for each turn that has not begun. */
    private final Queue<Iterator<Integer>> answered = new ArrayDeque<>();

    /** Of the current turn: those to come. */
    private Iterator<Integer> expected = Collections.emptyIterator();

    ChatToolCallIds(ChatToolCallIdForm form) {
        this.form = form;
    }

    /**
     * Every id of the conversation: a new one must differ from all of them.
     *
     * @param following the messages after the answer
     */
    void learn(AiMessage answer, List<ChatMessage> following) {
        answer.toolExecutionRequests().forEach(call -> own.add(call.id()));
        var results = new ArrayList<ToolExecutionResultMessage>();
        for (ChatMessage message : following) {
            if (message instanceof ToolExecutionResultMessage result) {
                results.add(result);
            } else if (!(message instanceof SystemMessage)) {
                break;
            }
        }
        answered.add(
                ChatToolPairs.of(answer.toolExecutionRequests(), results, own).iterator());
    }

    /** The following calls belong to another message. */
    void beginTurn() {
        calls.clear();
        turn.clear();
        expected = answered.remove();
    }

    /** @param ifNone for a call from a memory of a provider without ids */
    String ofCall(ToolExecutionRequest call, String ifNone) {
        boolean known = !ToolCalls.isBlank(call.id());
        String sentAs = unique(known ? call.id() : ifNone);
        calls.add(sentAs);
        if (known) {
            turn.putIfAbsent(call.id(), sentAs);
        }
        return sentAs;
    }

    /** The sent id of a call of the current turn; the same id for everything else. */
    String renamed(String id) {
        return turn.getOrDefault(id, id);
    }

    /** That of its call, or its own; memories of other providers may lack ids, which OpenRouter requires. */
    String ofResult(ToolExecutionResultMessage result, int position) {
        int call = expected.hasNext() ? expected.next() : ChatToolPairs.NONE;
        if (call != ChatToolPairs.NONE) {
            return calls.get(call);
        }
        return form.form(ToolCalls.isBlank(result.id()) ? "call_" + position : renamed(result.id()));
    }

    private String unique(String id) {
        String accepted = form.form(id);
        if ((accepted.equals(id) || !own.contains(accepted)) && sent.add(accepted)) {
            return accepted;
        }
        while (true) {
            String suffix = "_" + suffixes.merge(id, 2, (last, two) -> last + 1);
            int length = Math.min(id.length(), ChatToolCallIdForm.MAX_LENGTH - suffix.length());
            String candidate = form.form(id.substring(0, length) + suffix);
            if (!own.contains(candidate) && sent.add(candidate)) {
                return candidate;
            }
        }
    }
}
