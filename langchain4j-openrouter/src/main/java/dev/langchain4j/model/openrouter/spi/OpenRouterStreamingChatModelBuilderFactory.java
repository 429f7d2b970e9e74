package dev.langchain4j.model.openrouter.spi;

import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import java.util.function.Supplier;

/** Supplies the builder that {@link OpenRouterStreamingChatModel#builder()} returns. */
public interface OpenRouterStreamingChatModelBuilderFactory extends Supplier<OpenRouterStreamingChatModel.Builder> {}
