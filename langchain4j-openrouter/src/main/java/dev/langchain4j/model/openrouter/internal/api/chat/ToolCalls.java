package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prepares the tool calls of a complete answer for running them and sending them back. */
public final class ToolCalls {

    private ToolCalls() {}

    /**
     * The same calls in the same order, each with a unique id.
     *
     * @param generationId missing ids are derived from it, so that they differ from turn to turn but not between the
     *     plain and the streamed form of one answer
     */
    public static List<ToolCall> withIds(List<ToolCall> calls, @Nullable String generationId) {
        if (calls.isEmpty()) {
            return calls;
        }
        UniqueIds ids = new UniqueIds(calls);
        List<ToolCall> identified = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            String id = call.id();
            if (isBlank(id)) {
                id = "call_" + shortened(generationId) + identified.size();
            }
            identified.add(new ToolCall(identified.size(), ids.unique(id), call.name(), call.arguments()));
        }
        return identified;
    }

    /**
     * The arguments to run a complete call with: <code>{}</code> if there are none, without text around them. Arguments
     * that are not valid JSON stay unchanged.
     */
    public static String arguments(ToolCall call) {
        return ToolArguments.toRun(call.arguments());
    }

    /**
     * Whether the arguments of a call are complete, in an answer that may have ended early. Missing and empty ones are
     * not: the real ones may not have arrived.
     */
    public static boolean isWhole(ToolCall call) {
        return ToolArguments.of(call.arguments()).areWhole();
    }

    /** Whether name and arguments of the call are clear. */
    public static boolean isClear(ToolCall call) {
        return !isBlank(call.name()) && !ToolArguments.areSeveral(call.arguments());
    }

    /** Whether a text is empty or has only blanks and control characters. */
    public static boolean isBlank(@Nullable String text) {
        if (text == null) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i)) && !Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The random end of the generation id, because some upstreams allow 40 characters for the id of a call. */
    private static String shortened(@Nullable String generationId) {
        if (isBlank(generationId)) {
            return "";
        }
        String end = generationId.substring(generationId.lastIndexOf('-') + 1);
        return end.substring(Math.max(0, end.length() - 20)) + "_";
    }

    /** Keeps the first of equal ids; a suffix must not give another call's id. */
    private static final class UniqueIds {

        private final List<ToolCall> calls;

        /** The ids in use, each with the last suffix that was tried for it. */
        private final Map<String, Integer> used;

        /** The ids of all calls, as soon as one of them appears twice. */
        private @Nullable Set<String> sent;

        UniqueIds(List<ToolCall> calls) {
            this.calls = calls;
            this.used = new HashMap<>(2 * calls.size());
        }

        String unique(String id) {
            if (used.putIfAbsent(id, 1) == null) {
                return id;
            }
            if (sent == null) {
                sent = calls.stream()
                        .map(ToolCall::id)
                        .filter(other -> !isBlank(other))
                        .collect(Collectors.toSet());
            }
            while (true) {
                String candidate = id + "_" + used.merge(id, 1, Integer::sum);
                if (!sent.contains(candidate) && used.putIfAbsent(candidate, 1) == null) {
                    return candidate;
                }
            }
        }
    }
}
