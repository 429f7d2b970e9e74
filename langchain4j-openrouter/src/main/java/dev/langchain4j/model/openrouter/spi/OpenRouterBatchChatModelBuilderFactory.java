package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterBatchChatModel#builder()} returns. */
public interface OpenRouterBatchChatModelBuilderFactory extends Supplier<OpenRouterBatchChatModel.Builder> {}
