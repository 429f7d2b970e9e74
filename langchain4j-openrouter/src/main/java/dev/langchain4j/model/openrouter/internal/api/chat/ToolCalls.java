package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the tool calls of a complete answer ready to run and to be sent back. */
public final class ToolCalls {

    private ToolCalls() {}

    /**
     * The same calls in the same order, each with an id that is unique among them and with arguments: <code>{}</code>
     * where there are none, without blanks around. Arguments that are not valid JSON stay as they are.
     *
     * @param generationId ids that nobody sent are derived from it, so that they differ from turn to turn but not
     *     between a plain and a streamed reading of one answer
     */
    public static List<ToolCall> complete(List<ToolCall> calls, @Nullable String generationId) {
        if (calls.isEmpty()) {
            return calls;
        }
        Set<String> sent = new HashSet<>();
        calls.stream().map(ToolCall::id).filter(id -> !isBlank(id)).forEach(sent::add);
        Set<String> used = new HashSet<>();
        List<ToolCall> complete = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            String id = call.id();
            if (isBlank(id)) {
                id = "call_" + shortened(generationId) + complete.size();
            }
            complete.add(new ToolCall(complete.size(), unique(id, sent, used), call.name(), arguments(call)));
        }
        return complete;
    }

    /**
     * Whether the arguments of a call are all there, in an answer that may have ended before its time. Where the call is
     * the last one, no arguments are no call without arguments: they may just not have come.
     */
    public static boolean isWhole(ToolCall call, boolean last) {
        return isBlank(call.arguments()) ? !last : isOneValue(call.arguments().strip());
    }

    /** Whether a text is one JSON value and nothing else. */
    static boolean isOneValue(String text) {
        try (JsonParser json = Json.parser(text)) {
            json.nextToken();
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException broken) {
            return false;
        }
    }

    /** Keeps the first of equal ids; a suffix must not meet another call's own id either. */
    private static String unique(String id, Set<String> sent, Set<String> used) {
        if (used.add(id)) {
            return id;
        }
        for (int n = 2; ; n++) {
            String candidate = id + "_" + n;
            if (!sent.contains(candidate) && used.add(candidate)) {
                return candidate;
            }
        }
    }

    private static String arguments(ToolCall call) {
        return isBlank(call.arguments()) ? "{}" : call.arguments().strip();
    }

    /** The random end of the generation id, as some upstreams allow 40 characters for the id of a call. */
    private static String shortened(@Nullable String generationId) {
        if (isBlank(generationId)) {
            return "";
        }
        String end = generationId.substring(generationId.lastIndexOf('-') + 1);
        return end.substring(Math.max(0, end.length() - 20)) + "_";
    }
}
