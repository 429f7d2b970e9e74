package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterChatModel#builder()} returns. */
public interface OpenRouterChatModelBuilderFactory extends Supplier<OpenRouterChatModel.Builder> {}
