package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterBatchEmbeddingModel#builder()} returns. */
public interface OpenRouterBatchEmbeddingModelBuilderFactory extends Supplier<OpenRouterBatchEmbeddingModel.Builder> {}
