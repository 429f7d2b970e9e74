package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterDecisionModel#builder()} returns. */
public interface OpenRouterDecisionModelBuilderFactory extends Supplier<OpenRouterDecisionModel.Builder> {}
