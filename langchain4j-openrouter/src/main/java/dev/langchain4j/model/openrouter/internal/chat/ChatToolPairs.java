package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which call of a turn each of its results answers. */
final class ChatToolPairs {

    static final int NONE = -1;

    private static final Queue<Integer> NO_CALLS = new ArrayDeque<>(0);

    /** The positions of the calls with an id, of a tool, with both and of all, in order. */
    private final Map<Key, Queue<Integer>> calls = new HashMap<>();

    private final boolean[] answered;

    /** What calls have in common; null for any. */
    private record Key(@Nullable String id, @Nullable String tool) {}

    private ChatToolPairs(List<ToolExecutionRequest> calls) {
        this.answered = new boolean[calls.size()];
        for (int i = 0; i < calls.size(); i++) {
            String id = calls.get(i).id();
            String tool = calls.get(i).name();
            for (Key key : List.of(new Key(id, tool), new Key(id, null), new Key(null, tool), new Key(null, null))) {
                this.calls.computeIfAbsent(key, any -> new ArrayDeque<>()).add(i);
            }
        }
    }

    /**
     * Ids may be missing or wrong in the memories of other providers: a result without an id, or with one that no call
     * has, answers the first call of its tool that has no other result.
     *
     * @param ids those of the calls up to this turn
     * @return the position of its call for each result, or {@link #NONE}
     */
    static List<Integer> of(
            List<ToolExecutionRequest> calls, List<ToolExecutionResultMessage> results, Set<@Nullable String> ids) {
        var pairs = new ChatToolPairs(calls);
        List<Integer> found = new ArrayList<>(Collections.nCopies(results.size(), NONE));
        for (int i = 0; i < results.size(); i++) {
            if (!isBlank(results.get(i).id())) {
                found.set(i, pairs.byId(results.get(i)));
            }
        }
        for (int i = 0; i < results.size(); i++) {
            if (isWithoutKnownId(results.get(i), ids)) {
                found.set(i, pairs.byTool(results.get(i)));
            }
        }
        return found;
    }

    static boolean isWithoutKnownId(ToolExecutionResultMessage result, Set<@Nullable String> ids) {
        return isBlank(result.id()) || !ids.contains(result.id());
    }

    /** A model may give several calls of a turn the same id. */
    private int byId(ToolExecutionResultMessage result) {
        int call = take(result.id(), result.toolName());
        return call == NONE ? take(result.id(), null) : call;
    }

    private int byTool(ToolExecutionResultMessage result) {
        return take(null, isBlank(result.toolName()) ? null : result.toolName());
    }

    private int take(@Nullable String id, @Nullable String tool) {
        Queue<Integer> matching = calls.getOrDefault(new Key(id, tool), NO_CALLS);
        while (!matching.isEmpty()) {
            int call = matching.remove();
            if (!answered[call]) { // else found by another key
                answered[call] = true;
                return call;
            }
        }
        return NONE;
    }
}
