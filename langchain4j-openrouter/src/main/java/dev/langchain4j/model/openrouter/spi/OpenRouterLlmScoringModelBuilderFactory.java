package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterLlmScoringModel#builder()} returns. */
public interface OpenRouterLlmScoringModelBuilderFactory extends Supplier<OpenRouterLlmScoringModel.Builder> {}
