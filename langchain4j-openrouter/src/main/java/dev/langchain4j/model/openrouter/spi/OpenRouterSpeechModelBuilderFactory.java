package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterSpeechModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterSpeechModel#builder()} returns. */
public interface OpenRouterSpeechModelBuilderFactory extends Supplier<OpenRouterSpeechModel.Builder> {}
