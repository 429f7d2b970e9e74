package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What OpenRouter's validator accepts as messages of a chat. */
final class MessageRules {

    private static final String[] ROLES = {"system", "developer", "user", "assistant", "tool"};

    private static final PartRules TEXTS = new PartRules().part("text", "text");
    private static final PartRules PARTS = new PartRules()
            .part("text", "text")
            .part("image_url", "image_url.url")
            .part("input_audio", "input_audio.data", "input_audio.format")
            .part("video_url", "video_url.url")
            .part("input_video", "video_url.url")
            .part("file");

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
        String problem = (textOnly ? TEXTS : PARTS).problemOfAll(parts);
        for (int i = 0; problem == null && i < parts.size(); i++) {
            problem = valueProblem(parts.get(i));
            problem = problem == null ? null : "." + i + problem;
        }
        return problem == null ? null : ".content" + problem;
    }

    private static @Nullable String valueProblem(JsonNode part) {
        if (part.path("type").asText().equals("file") && !part.path("file").isObject()) {
            return ".file" + FieldRules.expected("object", part.path("file"));
        }
        JsonNode detail = part.at("/image_url/detail");
        String problem = FieldRules.oneOf(detail, "auto", "low", "high", "original");
        return detail.isTextual() && problem != null ? ".image_url.detail" + problem : null;
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
