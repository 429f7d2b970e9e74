package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls.isBlank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges the fragments of tool calls by index; if it is missing or used twice, by ids, names and the completeness of
 * the arguments.
 */
final class ToolCallMerger {

    private final List<String> tools;
    private final List<StreamedToolCall> calls = new ArrayList<>();
    private final List<StreamedToolCall> view = Collections.unmodifiableList(calls);

    /** The call that was told last, because several may have one index. */
    private final Map<Integer, StreamedToolCall> byWireIndex = new HashMap<>();

    private final Map<String, StreamedToolCall> byId = new HashMap<>();

    /** @param tools the names of the tools that the model may call */
    ToolCallMerger(List<String> tools) {
        this.tools = tools;
    }

    /** The calls in the order of their first appearance. */
    List<StreamedToolCall> calls() {
        return view;
    }

    List<ToolCall> toToolCalls() {
        return calls.stream().map(StreamedToolCall::toToolCall).toList();
    }

    /**
     * @param fragments of one chunk
     * @param whole whether each is the call so far, and not only what is new of it
     * @return whether they added more than blanks
     */
    boolean accept(List<ToolCall> fragments, boolean whole) {
        int known = calls.size();
        boolean added = false;
        for (int place = 0; place < fragments.size(); place++) {
            ToolCall fragment = fragments.get(place);
            StreamedToolCall before = whole && place < known ? calls.get(place) : null;
            ToolCall more = before == null ? null : before.newAtSamePlace(fragment);
            if (more == null) {
                added |= accept(fragment, whole, known);
            } else {
                append(before, more);
                added |= !isBlank(more.arguments());
            }
        }
        return added;
    }

    private boolean accept(ToolCall received, boolean whole, int known) {
        StreamedToolCall call = addressee(received);
        if (call != null && call.position() >= known && isBesideIt(call, received, whole && known == 0)) {
            call = null;
        }
        ToolCall fragment = whole && call != null ? call.newIn(received) : received;
        if (call == null && isBlank(fragment.id()) && isBlank(fragment.name()) && isBlank(fragment.arguments())) {
            return false;
        }
        if (call == null || call.isFollowedBy(fragment)) {
            return append(open(received.index()), received);
        }
        return append(call, fragment);
    }

    private boolean append(StreamedToolCall call, ToolCall fragment) {
        boolean added = call.append(fragment);
        remember(call);
        return added;
    }

    /**
     * Whether a fragment is not of the call before it in the same list: a chunk has no two fragments of one call,
     * unless their index or open arguments say so. In a whole answer not even they say it: some servers write 0 into
     * each call.
     */
    private static boolean isBesideIt(StreamedToolCall call, ToolCall fragment, boolean wholeAnswer) {
        return !isBlank(fragment.name()) && (wholeAnswer || fragment.index() == null && !call.isContinuedBy(fragment));
    }

    private StreamedToolCall open(@Nullable Integer wireIndex) {
        StreamedToolCall call = new StreamedToolCall(calls.size(), wireIndex, tools);
        calls.add(call);
        return call;
    }

    /** The call that the fragment continues, by its address; null for a new one. */
    private @Nullable StreamedToolCall addressee(ToolCall fragment) {
        if (calls.isEmpty()) {
            return null;
        }
        StreamedToolCall last = calls.get(calls.size() - 1);
        StreamedToolCall sameId = byId(fragment.id());
        if (fragment.index() == null) {
            if (sameId != null) {
                return sameId;
            }
            // an unknown id belongs to the last call if that call still has none
            return isBlank(fragment.id()) || last.id() == null || last.isContinuedBy(fragment) ? last : null;
        }
        StreamedToolCall sameIndex = byWireIndex.get(fragment.index());
        if (sameIndex != null) {
            return sameId != null && fragment.index().equals(sameId.wireIndex()) ? sameId : sameIndex;
        }
        if (!isBlank(fragment.name())) {
            return null;
        }
        if (sameId != null) {
            return sameId;
        }
        return last.wireIndex() == null && isBlank(fragment.id()) ? last : null;
    }

    /** The last call with this id. */
    private @Nullable StreamedToolCall byId(@Nullable String id) {
        return isBlank(id) ? null : byId.get(id);
    }

    private void remember(StreamedToolCall call) {
        if (call.wireIndex() != null) {
            byWireIndex.put(call.wireIndex(), call);
        }
        if (!isBlank(call.id())) {
            byId.merge(call.id(), call, (one, other) -> one.position() > other.position() ? one : other);
        }
    }
}
