package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prepares the tool calls of a complete answer for running them and sending them back. */
public final class ToolCalls {

    private ToolCalls() {}

    /**
     * The same calls in the same order, each with a unique id and with arguments: <code>{}</code> if there are none,
     * without text around them. Arguments that are not valid JSON stay unchanged.
     *
     * @param generationId missing ids are derived from it, so that they differ from turn to turn but not between the
     *     plain and the streamed form of one answer
     */
    public static List<ToolCall> complete(List<ToolCall> calls, @Nullable String generationId) {
        if (calls.isEmpty()) {
            return calls;
        }
        Set<String> used = new HashSet<>();
        Map<String, Integer> suffixes = new HashMap<>();
        List<ToolCall> complete = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            String id = call.id();
            if (isBlank(id)) {
                id = "call_" + shortened(generationId) + complete.size();
            }
            complete.add(
                    new ToolCall(complete.size(), unique(id, calls, used, suffixes), call.name(), arguments(call)));
        }
        return complete;
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
        return !isBlank(call.name()) && !ToolArguments.of(call.arguments()).several();
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

    /** Keeps the first of equal ids; a suffix must not give another call's id. */
    private static String unique(String id, List<ToolCall> calls, Set<String> used, Map<String, Integer> suffixes) {
        if (used.add(id)) {
            return id;
        }
        while (true) {
            String candidate = id + "_" + suffixes.merge(id, 2, (last, two) -> last + 1);
            boolean sent = calls.stream().anyMatch(call -> candidate.equals(call.id()));
            if (!sent && used.add(candidate)) {
                return candidate;
            }
        }
    }

    private static String arguments(ToolCall call) {
        String means = ToolArguments.of(call.arguments()).text();
        return means.isEmpty() ? "{}" : means;
    }

    /** The random end of the generation id, because some upstreams allow 40 characters for the id of a call. */
    private static String shortened(@Nullable String generationId) {
        if (isBlank(generationId)) {
            return "";
        }
        String end = generationId.substring(generationId.lastIndexOf('-') + 1);
        return end.substring(Math.max(0, end.length() - 20)) + "_";
    }
}
