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
        return FieldRules.each(messages, MessageRules::message);
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
        problem = message.hasNonNull("tool_calls")
                ? FieldRules.each(message.path("tool_calls"), MessageRules::call)
                : null;
        if (problem != null) {
            return ".tool_calls" + problem;
        }
        JsonNode content = message.path("content");
        boolean optional = role.equals("assistant") && (content.isMissingNode() || content.isNull());
        if (content.isTextual() || optional) {
            return null;
        }
        if (!content.isArray()) {
            return ".content" + FieldRules.expected("string", content);
        }
        PartRules allowed = role.equals("system") || role.equals("developer") ? TEXTS : PARTS;
        problem = FieldRules.each(content, part -> part(part, allowed));
        return problem == null ? null : ".content" + problem;
    }

    private static @Nullable String part(JsonNode part, PartRules allowed) {
        String problem = allowed.problem(part);
        if (problem != null) {
            return problem;
        }
        if (part.path("type").asText().equals("file") && !part.path("file").isObject()) {
            return ".file" + FieldRules.expected("object", part.path("file"));
        }
        JsonNode detail = part.at("/image_url/detail");
        problem = FieldRules.oneOf(detail, "auto", "low", "high", "original");
        return detail.isTextual() && problem != null ? ".image_url.detail" + problem : null;
    }

    private static @Nullable String call(JsonNode call) {
        for (String field : new String[] {"id", "function.name", "function.arguments"}) {
            JsonNode value = call.at("/" + field.replace('.', '/'));
            if (!value.isTextual()) {
                return "." + field + FieldRules.expected("string", value);
            }
        }
        return null;
    }
}
