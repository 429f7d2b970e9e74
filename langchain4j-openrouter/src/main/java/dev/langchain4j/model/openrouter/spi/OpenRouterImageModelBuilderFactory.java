package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterImageModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterImageModel#builder()} returns. */
public interface OpenRouterImageModelBuilderFactory extends Supplier<OpenRouterImageModel.Builder> {}
