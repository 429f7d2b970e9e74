package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.util.List;
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
 * @param uptimeLast30Minutes percent of requests that it answered
 * @param latency time to the first token in the last half hour; reported only with a key
 * @param throughput tokens a second in the last half hour; reported only with a key
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
        @Nullable Double uptimeLast30Minutes,
        @Nullable Percentiles latency,
        @Nullable Percentiles throughput) {

    /** Copies the list. */
    public OpenRouterEndpointInfo {
        supportedParameters = List.copyOf(supportedParameters);
    }

    static OpenRouterEndpointInfo from(JsonObject endpoint) {
        return new OpenRouterEndpointInfo(
                endpoint.text("name"),
                endpoint.text("provider_name"),
                endpoint.text("tag"),
                endpoint.text("quantization"),
                endpoint.integer("status"),
                endpoint.integer("context_length"),
                endpoint.integer("max_completion_tokens"),
                endpoint.integer("max_prompt_tokens"),
                endpoint.texts("supported_parameters"),
                OpenRouterPricing.from(endpoint.object("pricing")),
                endpoint.flag("supports_implicit_caching"),
                number(endpoint, "uptime_last_30m"),
                Percentiles.from(endpoint.object("latency_last_30m")),
                Percentiles.from(endpoint.object("throughput_last_30m")));
    }

    private static @Nullable Double number(JsonObject object, String name) {
        return object.decimal(name) == null
                ? null
                : (Double) object.decimal(name).doubleValue();
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
                            number(values, "p50"), number(values, "p75"), number(values, "p90"), number(values, "p99"));
        }
    }
}
