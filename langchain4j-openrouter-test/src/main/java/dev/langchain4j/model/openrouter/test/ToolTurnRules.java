package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what providers refuse in a conversation with tools, in the words of OpenAI, which hosts pass on: each tool call
 * has exactly one result, before the next message of another role.
 */
final class ToolTurnRules {

    private ToolTurnRules() {}

    /** The first problem; null if there is none. */
    static @Nullable String problem(JsonNode messages) {
        Set<String> open = new LinkedHashSet<>();
        for (JsonNode message : messages) {
            if (message.path("role").asText().equals("tool")) {
                if (!open.remove(message.path("tool_call_id").asText())) {
                    return "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                            + "'tool_calls'.";
                }
            } else if (open.isEmpty()) {
                message.path("tool_calls")
                        .forEach(call -> open.add(call.path("id").asText()));
            } else {
                break;
            }
        }
        return open.isEmpty()
                ? null
                : "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                        + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                        + String.join(", ", open);
    }
}
