package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OpenRouter's validator accepts in a chat request. */
final class ChatRules {

    private static final String[] EFFORTS = {"max", "xhigh", "high", "medium", "low", "minimal", "none"};
    private static final String[] ROLES = {"system", "developer", "user", "assistant", "tool"};
    private static final String[] FORMATS = {"text", "json_object", "json_schema", "grammar", "python"};
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int LONGEST_ID = 256;

    private ChatRules() {}

    static FieldRules rules() {
        return ProviderRules.rules()
                .check("messages", ChatRules::messages)
                .integer("max_tokens", 1, Integer.MAX_VALUE)
                .integer("max_completion_tokens", 1, Integer.MAX_VALUE)
                .number("temperature", 0, 2)
                .positive("top_p", 1)
                .integer("top_k", 0, Integer.MAX_VALUE)
                .number("min_p", 0, 1)
                .number("top_a", 0, 1)
                .number("frequency_penalty", -2, 2)
                .number("presence_penalty", -2, 2)
                .positive("repetition_penalty", 2)
                .integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
                .integer("top_logprobs", 0, 20)
                .flag("logprobs")
                .flag("stream")
                .flag("parallel_tool_calls")
                .list("stop", 4)
                .check("logit_bias", ChatRules::biases)
                .check("tools", ChatRules::tools)
                .wordOrObject("tool_choice", "none", "auto", "required")
                .check("response_format", value -> value.isObject() ? null : FieldRules.expected("object", value))
                .check("response_format", ChatRules::format)
                .word("reasoning_effort", EFFORTS)
                .word("reasoning.effort", EFFORTS)
                .word("reasoning.summary", "auto", "concise", "detailed")
                .word("reasoning.mode", "standard", "pro")
                .word("reasoning.context", "auto", "all_turns", "current_turn")
                .word("verbosity", "low", "medium", "high", "xhigh", "max")
                .words("modalities", "text", "image", "audio")
                .word("service_tier", "auto", "default", "fast", "flex", "priority", "scale")
                .word("route", "fallback", "sort")
                .word("web_search_options.search_context_size", "low", "medium", "high")
                .text("session_id", LONGEST_ID);
    }

    private static @Nullable String messages(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            String problem = FieldRules.oneOf(messages.get(i).path("role"), ROLES);
            if (problem != null) {
                return "." + i + ".role" + problem;
            }
        }
        return null;
    }

    private static @Nullable String biases(JsonNode biases) {
        for (JsonNode bias : biases) {
            if (!bias.isNumber() || Math.abs(bias.asDouble()) > 100) {
                return ": Invalid input: expected numbers between -100 and 100";
            }
        }
        return null;
    }

    private static @Nullable String tools(JsonNode tools) {
        if (!tools.isArray()) {
            return FieldRules.expected("array", tools);
        }
        for (int i = 0; i < tools.size(); i++) {
            JsonNode type = tools.get(i).path("type");
            if (type.asText().equals("function")) {
                String problem = name(tools.get(i).at("/function/name"));
                if (problem != null) {
                    return "." + i + ".function.name" + problem;
                }
            } else if (!type.isTextual()) {
                return "." + i + ".type" + FieldRules.expected("string", type);
            }
        }
        return null;
    }

    private static @Nullable String format(JsonNode format) {
        String problem = FieldRules.oneOf(format.path("type"), FORMATS);
        if (problem != null) {
            return ".type" + problem;
        }
        JsonNode schema = format.path("json_schema");
        if (!format.path("type").asText().equals("json_schema")) {
            return null;
        }
        if (!schema.isObject()) {
            return ".json_schema" + FieldRules.expected("object", schema);
        }
        problem = name(schema.path("name"));
        if (problem != null) {
            return ".json_schema.name" + problem;
        }
        JsonNode inner = schema.path("schema");
        return inner.isObject() ? null : ".json_schema.schema" + FieldRules.expected("object", inner);
    }

    private static @Nullable String name(JsonNode name) {
        if (!name.isTextual()) {
            return FieldRules.expected("string", name);
        }
        return NAME.matcher(name.asText()).matches()
                ? null
                : ": Invalid string: must match pattern /^[a-zA-Z0-9_-]{1,64}$/";
    }
}
