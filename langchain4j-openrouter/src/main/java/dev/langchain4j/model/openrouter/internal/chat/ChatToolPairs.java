package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells which call of a turn each of its results answers. */
final class ChatToolPairs {

    static final int NONE = -1;

    private final List<ToolExecutionRequest> calls;
    private final boolean[] answered;

    private ChatToolPairs(List<ToolExecutionRequest> calls) {
        this.calls = calls;
        this.answered = new boolean[calls.size()];
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
        Predicate<ToolExecutionRequest> sameId = call -> result.id().equals(call.id());
        int call = take(sameId.and(isOfToolOf(result)));
        return call == NONE ? take(sameId) : call;
    }

    private int byTool(ToolExecutionResultMessage result) {
        return take(isBlank(result.toolName()) ? call -> true : isOfToolOf(result));
    }

    private static Predicate<ToolExecutionRequest> isOfToolOf(ToolExecutionResultMessage result) {
        return call -> Objects.equals(call.name(), result.toolName());
    }

    private int take(Predicate<ToolExecutionRequest> condition) {
        for (int i = 0; i < calls.size(); i++) {
            if (!answered[i] && condition.test(calls.get(i))) {
                answered[i] = true;
                return i;
            }
        }
        return NONE;
    }
}
