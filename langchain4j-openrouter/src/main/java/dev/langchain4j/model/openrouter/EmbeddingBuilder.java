package dev.langchain4j.model.openrouter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the live and the batch embedding model share. Each accepts null for "not set".
 *
 * @param <B> the builder that extends this one
 */
abstract class EmbeddingBuilder<B extends EmbeddingBuilder<B>> extends ConnectionBuilder<B> {

    final OpenRouterEmbeddingRequestParameters.Builder parameters = OpenRouterEmbeddingRequestParameters.builder();

    /**
     * The model: an id such as {@code openai/text-embedding-3-small}, or an alias. Required: OpenRouter has no default
     * for embeddings.
     *
     * @see <a href="https://openrouter.ai/models?output_modalities=embeddings">Embedding models</a>
     */
    public B modelName(@Nullable String modelName) {
        parameters.modelName(modelName);
        return self();
    }

    /** Length of the vectors, at least 1, for models that can shorten them. Unset: the model's own. */
    public B dimensions(@Nullable Integer dimensions) {
        parameters.dimensions(dimensions);
        return self();
    }

    /** See {@link OpenRouterEmbeddingRequestParameters.Builder#user}. */
    public B user(@Nullable String user) {
        parameters.user(user);
        return self();
    }

    /** See {@link OpenRouterEmbeddingRequestParameters.Builder#provider}. */
    public B provider(@Nullable OpenRouterProviderPreferences provider) {
        parameters.provider(provider);
        return self();
    }

    /** See {@link OpenRouterEmbeddingRequestParameters.Builder#customParameters}. */
    public B customParameters(@Nullable Map<String, Object> customParameters) {
        parameters.customParameters(customParameters);
        return self();
    }
}
