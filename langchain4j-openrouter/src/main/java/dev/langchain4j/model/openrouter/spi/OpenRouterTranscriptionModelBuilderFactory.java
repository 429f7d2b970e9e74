package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterTranscriptionModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterTranscriptionModel#builder()} returns. */
public interface OpenRouterTranscriptionModelBuilderFactory extends Supplier<OpenRouterTranscriptionModel.Builder> {}
