package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterScoringModel#builder()} returns. */
public interface OpenRouterScoringModelBuilderFactory extends Supplier<OpenRouterScoringModel.Builder> {}
