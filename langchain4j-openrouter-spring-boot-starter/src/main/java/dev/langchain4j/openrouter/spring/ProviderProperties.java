package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import java.math.BigDecimal;
import java.util.List;
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
 * @param quantizations Accepted quantizations, such as fp8.
 * @param sort "price", "throughput" or "latency".
 * @param maxPromptPrice Highest price of prompt tokens, US dollars per million.
 * @param maxCompletionPrice Highest price of output tokens, US dollars per million.
 */
public record ProviderProperties(
        @Nullable List<String> order,
        @Nullable List<String> only,
        @Nullable List<String> ignore,
        @Nullable Boolean allowFallbacks,
        @Nullable Boolean requireParameters,
        @Nullable String dataCollection,
        @Nullable Boolean zdr,
        @Nullable List<String> quantizations,
        @Nullable String sort,
        @Nullable BigDecimal maxPromptPrice,
        @Nullable BigDecimal maxCompletionPrice) {

    static @Nullable OpenRouterProviderPreferences preferences(@Nullable ProviderProperties properties) {
        return properties == null ? null : properties.preferences();
    }

    private OpenRouterProviderPreferences preferences() {
        return OpenRouterProviderPreferences.builder()
                .order(order)
                .only(only)
                .ignore(ignore)
                .allowFallbacks(allowFallbacks)
                .requireParameters(requireParameters)
                .dataCollection(dataCollection)
                .zdr(zdr)
                .quantizations(quantizations)
                .sort(sort)
                .maxPromptPrice(maxPromptPrice)
                .maxCompletionPrice(maxCompletionPrice)
                .build();
    }
}
