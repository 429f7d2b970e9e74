package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the endpoints of a model: a provider, a precision, a price. Null means that OpenRouter does not report it.
 *
 * @param name display name
 * @param providerName the company that runs it
 * @param tag its name in {@link OpenRouterProviderPreferences}: {@code deepinfra/fp8}
 * @param quantization {@code fp8}, {@code bf16}, …
 * @param status 0 is healthy; below 0 is degraded or switched off
 * @param contextLength tokens of input and output together
 * @param maxCompletionTokens the longest answer, in tokens
 * @param maxPromptTokens the longest input, in tokens
 * @param supportedParameters by their names on the wire
 * @param pricing in US dollars per token
 * @param supportsImplicitCaching whether repeated prompts are cached without marks
 * @param uptimeLast5Minutes percent of requests that it answered
 * @param uptimeLast30Minutes percent of requests that it answered
 * @param uptimeLastDay percent of requests that it answered
 * @param latency time to the first token in the last half hour; reported only with a key
 * @param throughput tokens a second in the last half hour; reported only with a key
 * @param modelId the model that it serves, as in {@link OpenRouterModelInfo#id()}
 * @param supportsToolChoice the values of {@code tool_choice} that it supports
 * @param fields all fields, by OpenRouter's names; immutable
 * @see <a href="https://openrouter.ai/docs/api-reference/list-endpoints-for-a-model">Endpoints of a model</a>
 */
public record OpenRouterEndpointInfo(
        @Nullable String name,
        @Nullable String providerName,
        @Nullable String tag,
        @Nullable String quantization,
        @Nullable Integer status,
        @Nullable Integer contextLength,
        @Nullable Integer maxCompletionTokens,
        @Nullable Integer maxPromptTokens,
        List<String> supportedParameters,
        OpenRouterPricing pricing,
        @Nullable Boolean supportsImplicitCaching,
        @Nullable Double uptimeLast5Minutes,
        @Nullable Double uptimeLast30Minutes,
        @Nullable Double uptimeLastDay,
        @Nullable Percentiles latency,
        @Nullable Percentiles throughput,
        @Nullable String modelId,
        @Nullable ToolChoices supportsToolChoice,
        Map<String, Object> fields) {

    /** Copies list and map. */
    public OpenRouterEndpointInfo {
        supportedParameters = List.copyOf(supportedParameters);
        fields = ImmutableJson.copyOf(fields, "fields");
    }

    static OpenRouterEndpointInfo from(JsonObject endpoint) {
        return new OpenRouterEndpointInfo(
                endpoint.text("name"),
                endpoint.text("provider_name"),
                endpoint.text("tag"),
                endpoint.text("quantization"),
                endpoint.integer("status"),
                endpoint.size("context_length"),
                endpoint.size("max_completion_tokens"),
                endpoint.size("max_prompt_tokens"),
                endpoint.texts("supported_parameters"),
                OpenRouterPricing.from(endpoint.object("pricing")),
                endpoint.flag("supports_implicit_caching"),
                endpoint.number("uptime_last_5m"),
                endpoint.number("uptime_last_30m"),
                endpoint.number("uptime_last_1d"),
                Percentiles.from(endpoint.object("latency_last_30m")),
                Percentiles.from(endpoint.object("throughput_last_30m")),
                endpoint.text("model_id"),
                ToolChoices.from(endpoint.object("supports_tool_choice")),
                endpoint.members());
    }

    /** Whether it supports a value of {@code tool_choice}; null if OpenRouter does not report it. */
    @Nullable
    Boolean supportsToolChoice(Object value) {
        return supportsToolChoice == null ? null : supportsToolChoice.supports(value);
    }

    /**
     * The values of {@code tool_choice} that an endpoint supports.
     *
     * @param auto the model decides
     * @param none no tool is called
     * @param required at least one tool is called
     * @param function the tool with a given name is called
     */
    public record ToolChoices(
            @Nullable Boolean auto,
            @Nullable Boolean none,
            @Nullable Boolean required,
            @Nullable Boolean function) {

        private static @Nullable ToolChoices from(@Nullable JsonObject choices) {
            return choices == null
                    ? null
                    : new ToolChoices(
                            choices.flag("auto"),
                            choices.flag("none"),
                            choices.flag("required"),
                            choices.flag("function"));
        }

        /** @param value the word on the wire, or an object that names the tool */
        private @Nullable Boolean supports(Object value) {
            if (value instanceof Map<?, ?> named) {
                return "function".equals(named.get("type")) ? function : null;
            }
            return switch (value.toString()) {
                case "auto" -> auto;
                case "none" -> none;
                case "required" -> required;
                default -> null;
            };
        }
    }

    /**
     * A measurement of many requests.
     *
     * @param p50 of half of the requests
     * @param p99 of all but one in a hundred
     */
    public record Percentiles(
            @Nullable Double p50,
            @Nullable Double p75,
            @Nullable Double p90,
            @Nullable Double p99) {

        private static @Nullable Percentiles from(@Nullable JsonObject values) {
            return values == null
                    ? null
                    : new Percentiles(
                            values.number("p50"), values.number("p75"), values.number("p90"), values.number("p99"));
        }
    }
}
