package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds what providers refuse in fields that are fine one by one, in the words of OpenAI or Anthropic, which hosts pass
 * on.
 */
final class CombinationRules {

    private CombinationRules() {}

    /** The first problem; null if there is none. */
    static @Nullable String problem(JsonNode request) {
        if (request.path("top_logprobs").isNumber() && !request.path("logprobs").asBoolean()) {
            return "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.";
        }
        if (request.path("model").asText().matches("~?anthropic/.*") && budgetIsTooLarge(request)) {
            return "`max_tokens` must be greater than `thinking.budget_tokens`.";
        }
        return hasPreset(request) ? null : choice(request.path("tool_choice"), request.path("tools"));
    }

    /** A preset may have tools, which the stand-in does not know. */
    private static boolean hasPreset(JsonNode request) {
        return request.hasNonNull("preset") || request.path("model").asText().contains("@preset/");
    }

    /** Only Anthropic compares them: for others the budget of thoughts becomes an effort, or is part of the limit. */
    private static boolean budgetIsTooLarge(JsonNode request) {
        JsonNode maxTokens = request.path(request.hasNonNull("max_tokens") ? "max_tokens" : "max_completion_tokens");
        JsonNode budget = request.at("/reasoning/max_tokens");
        return maxTokens.isNumber() && budget.isNumber() && budget.asLong() >= maxTokens.asLong();
    }

    private static @Nullable String choice(JsonNode choice, JsonNode tools) {
        boolean mustCall = choice.isObject() || choice.asText().equals("required");
        if (mustCall && tools.isEmpty()) {
            return "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.";
        }
        JsonNode named = choice.at("/function/name");
        boolean exists = StreamSupport.stream(tools.spliterator(), false)
                .anyMatch(tool -> tool.at("/function/name").equals(named));
        return named.isMissingNode() || exists
                ? null
                : "Invalid value for 'tool_choice': function '" + named.asText() + "' is not among 'tools'.";
    }
}
