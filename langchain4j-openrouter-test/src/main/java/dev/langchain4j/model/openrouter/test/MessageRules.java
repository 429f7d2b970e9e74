package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What OpenRouter's validator accepts as messages of a chat. */
final class MessageRules {

    private static final String[] ROLES = {"system", "developer", "user", "assistant", "tool"};
    private static final String[] PARTS = {"text", "image_url", "input_audio", "video_url", "input_video", "file"};

    /** The field of a part that has its content, and the field in it that must be there. */
    private static final Map<String, String[]> REQUIRED = Map.of(
            "image_url", new String[] {"image_url", "url"},
            "video_url", new String[] {"video_url", "url"},
            "input_video", new String[] {"video_url", "url"},
            "input_audio", new String[] {"input_audio", "data", "format"});

    private MessageRules() {}

    /** The first problem, with the path to it below {@code messages}; null if there is none. */
    static @Nullable String problem(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            String problem = message(messages.get(i));
            if (problem != null) {
                return "." + i + problem;
            }
        }
        return null;
    }

    private static @Nullable String message(JsonNode message) {
        String problem = FieldRules.oneOf(message.path("role"), ROLES);
        if (problem != null) {
            return ".role" + problem;
        }
        String role = message.path("role").asText();
        if (role.equals("tool") && !message.path("tool_call_id").isTextual()) {
            return ".tool_call_id" + FieldRules.expected("string", message.path("tool_call_id"));
        }
        problem = calls(message.path("tool_calls"));
        if (problem != null) {
            return ".tool_calls" + problem;
        }
        JsonNode content = message.path("content");
        boolean optional = role.equals("assistant") && (content.isMissingNode() || content.isNull());
        if (content.isTextual() || optional) {
            return null;
        }
        return content.isArray()
                ? parts(content, role.equals("system") || role.equals("developer"))
                : ".content" + FieldRules.expected("string", content);
    }

    private static @Nullable String parts(JsonNode parts, boolean textOnly) {
        for (int i = 0; i < parts.size(); i++) {
            String problem = part(parts.get(i), textOnly);
            if (problem != null) {
                return ".content." + i + problem;
            }
        }
        return null;
    }

    private static @Nullable String part(JsonNode part, boolean textOnly) {
        String problem =
                textOnly ? FieldRules.oneOf(part.path("type"), "text") : FieldRules.oneOf(part.path("type"), PARTS);
        if (problem != null) {
            return ".type" + problem;
        }
        String type = part.path("type").asText();
        if (type.equals("text") && !part.path("text").isTextual()) {
            return ".text" + FieldRules.expected("string", part.path("text"));
        }
        if (type.equals("file") && !part.path("file").isObject()) {
            return ".file" + FieldRules.expected("object", part.path("file"));
        }
        String[] required = REQUIRED.getOrDefault(type, new String[] {""});
        for (int i = 1; i < required.length; i++) {
            JsonNode value = part.path(required[0]).path(required[i]);
            if (!value.isTextual()) {
                return "." + required[0] + "." + required[i] + FieldRules.expected("string", value);
            }
        }
        problem = FieldRules.oneOf(part.at("/image_url/detail"), "auto", "low", "high", "original");
        return part.at("/image_url/detail").isTextual() && problem != null ? ".image_url.detail" + problem : null;
    }

    private static @Nullable String calls(JsonNode calls) {
        for (int i = 0; i < calls.size(); i++) {
            for (String field : new String[] {"id", "function.name", "function.arguments"}) {
                JsonNode value = calls.get(i).at("/" + field.replace('.', '/'));
                if (!value.isTextual()) {
                    return "." + i + "." + field + FieldRules.expected("string", value);
                }
            }
        }
        return null;
    }
}
