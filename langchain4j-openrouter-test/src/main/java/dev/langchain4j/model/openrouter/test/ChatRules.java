package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OpenRouter's validator accepts in a chat request. */
final class ChatRules {

    private static final String[] EFFORTS = {"max", "xhigh", "high", "medium", "low", "minimal", "none"};
    private static final String[] FORMATS = {"text", "json_object", "json_schema", "grammar", "python"};
    private static final Set<String> OF_OTHER_ENDPOINTS =
            Set.of("openrouter:shell", "openrouter:bash", "openrouter:apply_patch", "openrouter:tool_search");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MAX_TOOL_CALLS = 30;
    private static final int MAX_PAIRS = 16;

    private ChatRules() {}

    static FieldRules rules() {
        return ProviderRules.rules()
                .check("messages", MessageRules::problem)
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
                .textOrTexts("stop", 4)
                .check("logit_bias", ChatRules::biases)
                .check("tools", tools -> FieldRules.each(tools, ChatRules::tool))
                .check("tool_choice", ChatRules::choice)
                .wordOrObject("tool_choice", "none", "auto", "required")
                .object("response_format")
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
                .objects("plugins", Integer.MAX_VALUE)
                .object("reasoning")
                .integer("reasoning.max_tokens", 0, Integer.MAX_VALUE)
                .flag("reasoning.exclude")
                .flag("reasoning.enabled")
                .integer("max_tool_calls", 1, MAX_TOOL_CALLS)
                .word("speed", "fast")
                .object("metadata")
                .check("metadata", ChatRules::metadata)
                .object("image_config")
                .object("logit_bias")
                .object("cache_control")
                .word("cache_control.type", "ephemeral")
                .word("cache_control.ttl", "5m", "1h")
                .word("audio.format", "wav", "mp3", "flac", "opus", "pcm16")
                .flag("include_reasoning")
                .flag("structured_outputs")
                .text("prompt_cache_key", Integer.MAX_VALUE)
                .object("prediction")
                .word("prediction.type", "content");
    }

    private static @Nullable String metadata(JsonNode pairs) {
        if (pairs.size() > MAX_PAIRS) {
            return ": Too big: expected record to have <=" + MAX_PAIRS + " items";
        }
        for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
            if (!pair.getValue().isTextual()) {
                return "." + pair.getKey() + FieldRules.expected("string", pair.getValue());
            }
        }
        return null;
    }

    private static @Nullable String choice(JsonNode choice) {
        return choice.isObject() && choice.path("type").asText().equals("function")
                ? inFunction(name(choice.at("/function/name")))
                : null;
    }

    private static @Nullable String inFunction(@Nullable String problem) {
        return problem == null ? null : ".function.name" + problem;
    }

    private static @Nullable String biases(JsonNode biases) {
        for (JsonNode bias : biases) {
            if (!bias.isNumber() || Math.abs(bias.asDouble()) > 100) {
                return ": Invalid input: expected numbers between -100 and 100";
            }
        }
        return null;
    }

    private static @Nullable String tool(JsonNode tool) {
        JsonNode type = tool.path("type");
        if (!type.isTextual()) {
            return ".type" + FieldRules.expected("string", type);
        }
        if (OF_OTHER_ENDPOINTS.contains(type.asText())) {
            return ".type: " + type.asText() + " is not available on chat completions";
        }
        return type.asText().equals("function") ? function(tool.path("function")) : null;
    }

    private static @Nullable String function(JsonNode function) {
        String problem = inFunction(name(function.path("name")));
        JsonNode parameters = function.path("parameters");
        return problem != null || parameters.isMissingNode() || parameters.isObject()
                ? problem
                : ".function.parameters" + FieldRules.expected("object", parameters);
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
