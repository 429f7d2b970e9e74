package dev.langchain4j.openrouter.spring;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A model that draws.
 *
 * @param modelName Id or alias of an image model.
 * @param provider Providers that may serve it.
 * @param resolution "512", "1K", "2K" or "4K".
 * @param aspectRatio Width to height, such as "16:9", or "auto".
 * @param size A resolution, or pixels such as "2048x1024".
 * @param quality From "low" to "max", or "auto".
 * @param outputFormat "png", "jpeg", "webp", or "svg" for models that draw vectors.
 * @param outputCompression 0 to 100, for webp and jpeg.
 * @param background "auto", "transparent" or "opaque".
 * @param seed For repeatable images, if the provider supports it.
 * @param returnRawResponse Whether the metadata keep the bodies of the responses.
 * @param user A pseudonym of the end user.
 * @param sessionId Groups requests in OpenRouter's records.
 * @param trace Data for observability destinations.
 * @param providerOptions Options of one provider, by the slug of the provider.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 * @param maxCost Maximum cost of a call, in US dollars, which a budget reserves.
 */
public record ImageProperties(
        @Nullable String modelName,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @Nullable String resolution,
        @Nullable String aspectRatio,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String outputFormat,
        @Nullable Integer outputCompression,
        @Nullable String background,
        @Nullable Integer seed,
        @Nullable Boolean returnRawResponse,
        @Nullable String user,
        @Nullable String sessionId,
        @Nullable Map<String, Object> trace,
        @Nullable Map<String, Map<String, Object>> providerOptions,
        @Nullable Map<String, Object> customParameters,
        @Nullable BigDecimal maxCost) {}
