package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages of a chat request. */
final class Conversation {

    private Conversation() {}

    /** The text of the last user message (or of the legacy {@code prompt}); empty if there is none. */
    static String lastUserText(JsonNode request) {
        JsonNode messages = request.path("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).path("role").asText().equals("user")) {
                return text(messages.get(i).path("content"));
            }
        }
        return request.path("prompt").asText();
    }

    /** The tool messages at the end of the conversation, in order; empty if it ends otherwise. */
    static List<JsonNode> lastToolResults(JsonNode request) {
        JsonNode messages = request.path("messages");
        List<JsonNode> results = new ArrayList<>();
        for (int i = messages.size() - 1;
                i >= 0 && messages.get(i).path("role").asText().equals("tool");
                i--) {
            results.add(0, messages.get(i));
        }
        return results;
    }

    /** The name of the tool that a tool message answers, as the assistant called it; "tool" if it never did. */
    static String toolName(JsonNode request, JsonNode toolMessage) {
        String id = toolMessage.path("tool_call_id").asText();
        for (JsonNode message : request.path("messages")) {
            for (JsonNode call : message.path("tool_calls")) {
                if (call.path("id").asText().equals(id)) {
                    return call.path("function").path("name").asText();
                }
            }
        }
        return "tool";
    }

    /** The text of a content that is a string, an array of parts or null. */
    static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.isNull() ? "" : content.asText();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("text")) {
                texts.add(part.path("text").asText());
            }
        }
        return String.join("\n", texts);
    }

    /** The non-text kinds among the parts of the last message, such as {@code image_url}. */
    static List<String> attachments(JsonNode request) {
        JsonNode messages = request.path("messages");
        List<String> kinds = new ArrayList<>();
        for (JsonNode part : messages.path(messages.size() - 1).path("content")) {
            String kind = part.path("type").asText();
            if (!kind.equals("text")) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
