package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Providers that may serve a model, and their order.
 *
 * @param order Slugs of providers to try first, in this order.
 * @param only Slugs of the providers that may serve.
 * @param ignore Slugs of providers that must not serve.
 * @param allowFallbacks Whether providers outside "order" may serve.
 * @param requireParameters Only providers that support every parameter of the request.
 * @param dataCollection "allow" or "deny".
 * @param zdr Only endpoints that keep no data.
 * @param enforceDistillableText Only models whose author allows distillation of their text.
 * @param quantizations Accepted quantizations, such as fp8.
 * @param sort "price", "throughput", "latency" or "exacto".
 * @param sortPartition "model" sorts the providers of each fallback model, "none" those of all models together.
 * @param preferredMinThroughput Minimum tokens a second for half of the requests; slower providers come last.
 * @param preferredMinThroughputAt Minimum tokens a second, by percentile: 50, 75, 90 or 99.
 * @param preferredMaxLatency Maximum seconds to the first token for half of the requests; slower providers come last.
 * @param preferredMaxLatencyAt Maximum seconds to the first token, by percentile: 50, 75, 90 or 99.
 * @param maxPromptPrice Highest price of prompt tokens, US dollars per million.
 * @param maxCompletionPrice Highest price of output tokens, US dollars per million.
 * @param maxImagePrice Highest price of an image, US dollars.
 * @param maxAudioPrice Highest price of audio, US dollars per unit.
 * @param maxRequestPrice Highest price of a request besides its tokens, US dollars.
 */
public record ProviderProperties(
        @Nullable List<String> order,
        @Nullable List<String> only,
        @Nullable List<String> ignore,
        @Nullable Boolean allowFallbacks,
        @Nullable Boolean requireParameters,
        @Nullable String dataCollection,
        @Nullable Boolean zdr,
        @Nullable Boolean enforceDistillableText,
        @Nullable List<String> quantizations,
        @Nullable String sort,
        @Nullable String sortPartition,
        @Nullable Double preferredMinThroughput,
        @Nullable Map<Integer, Double> preferredMinThroughputAt,
        @Nullable Double preferredMaxLatency,
        @Nullable Map<Integer, Double> preferredMaxLatencyAt,
        @Nullable BigDecimal maxPromptPrice,
        @Nullable BigDecimal maxCompletionPrice,
        @Nullable BigDecimal maxImagePrice,
        @Nullable BigDecimal maxAudioPrice,
        @Nullable BigDecimal maxRequestPrice)
        implements Setting {

    @Override
    public OpenRouterProviderPreferences setting(String group) {
        return Setters.build(group, this, OpenRouterProviderPreferences.builder(), builder -> {
            if (sortPartition != null) {
                if (sort == null) {
                    throw new OpenRouterPropertyException(
                            group + ".sort-partition", group + ".sort-partition needs a sort");
                }
                builder.sort(sort, sortPartition);
            }
            Setters.each(
                    group + ".preferred-min-throughput-at", preferredMinThroughputAt, builder::preferredMinThroughput);
            Setters.each(group + ".preferred-max-latency-at", preferredMaxLatencyAt, builder::preferredMaxLatency);
            return builder.build();
        });
    }
}
