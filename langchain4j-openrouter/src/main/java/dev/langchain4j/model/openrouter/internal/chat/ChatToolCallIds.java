package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
    private final Set<String> own = new HashSet<>();
    private final Set<String> sent = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();
    private final Map<String, String> turn = new HashMap<>();
    private final Set<Open> unanswered = new LinkedHashSet<>();

    /** The calls of the turn by their own ids; some may have been answered. */
    private final Map<String, Queue<Open>> byId = new HashMap<>();

    /** The ids of the results of each turn that has not begun. */
    private final Queue<CountedIds> results = new ArrayDeque<>();

    /** Of the current turn: those to come. */
    private CountedIds expected = new CountedIds();

    /** @param id null for a call without one */
    private record Open(@Nullable String id, String name, String sentAs) {}

    ChatToolCallIds(ChatToolCallIdForm form) {
        this.form = form;
    }

    /**
     * Every id of the conversation: a new one must differ from all of them.
     *
     * @param following the messages after the answer
     */
    void learn(AiMessage answer, List<ChatMessage> following) {
        answer.toolExecutionRequests().forEach(call -> own.add(String.valueOf(call.id())));
        var ids = new CountedIds();
        for (ChatMessage message : following) {
            if (message instanceof ToolExecutionResultMessage result) {
                ids.add(result.id());
            } else if (!(message instanceof SystemMessage)) {
                break;
            }
        }
        results.add(ids);
    }

    /** The following calls belong to another message. */
    void beginTurn() {
        unanswered.clear();
        byId.clear();
        turn.clear();
        expected = results.remove();
    }

    /** @param ifNone for a call from a memory of a provider without ids */
    String ofCall(ToolExecutionRequest call, String ifNone) {
        String id = ToolCalls.isBlank(call.id()) ? null : call.id();
        String sentAs = unique(id == null ? ifNone : id);
        Open open = new Open(id, String.valueOf(call.name()), sentAs);
        unanswered.add(open);
        if (id != null) {
            turn.putIfAbsent(id, sentAs);
            byId.computeIfAbsent(id, any -> new ArrayDeque<>()).add(open);
        }
        return sentAs;
    }

    /** The sent id of a call of the current turn; the same id for everything else. */
    String renamed(String id) {
        return turn.getOrDefault(id, id);
    }

    /**
     * Memories of other providers may lack ids, which OpenRouter requires. A result without an id, or with one that no
     * call has, answers the first open call of its tool.
     */
    String ofResult(ToolExecutionResultMessage result, int position) {
        expected.removeOne(result.id());
        Open own = openCall(result.id());
        Open call = own == null ? openCallOf(result.toolName()) : own;
        if (call != null) {
            unanswered.remove(call);
            return call.sentAs();
        }
        return form.form(ToolCalls.isBlank(result.id()) ? "call_" + position : renamed(result.id()));
    }

    private @Nullable Open openCall(@Nullable String id) {
        Queue<Open> calls = byId.get(id);
        Open call = calls == null ? null : calls.poll();
        while (call != null && !unanswered.contains(call)) { // answered by a result without its id
            call = calls.poll();
        }
        return call;
    }

    /** Of another tool if this one has none. A call whose own result follows comes last. */
    private @Nullable Open openCallOf(@Nullable String tool) {
        return unanswered.stream()
                .min(Comparator.comparing((Open call) -> call.id() != null && expected.contains(call.id()))
                        .thenComparing(call -> !call.name().equals(tool)))
                .orElse(null);
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
