package dev.langchain4j.openrouter.spring;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A model of the embeddings endpoint for batches.
 *
 * @param modelName Id or alias of an embedding model.
 * @param provider Providers that may serve it; only "only" and "allow-fallbacks".
 * @param dimensions Length of the vectors, if the model supports it.
 * @param user A pseudonym of the end user.
 * @param callbackUrl Address that OpenRouter calls when a batch is over.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 */
public record BatchEmbeddingProperties(
        @Nullable String modelName,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @Nullable Integer dimensions,
        @Nullable String user,
        @Nullable String callbackUrl,
        @Nullable Map<String, Object> customParameters) {}
