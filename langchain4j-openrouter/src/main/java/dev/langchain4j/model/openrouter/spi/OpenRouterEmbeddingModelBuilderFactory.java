package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterEmbeddingModel#builder()} returns. */
public interface OpenRouterEmbeddingModelBuilderFactory extends Supplier<OpenRouterEmbeddingModel.Builder> {}
