package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterCacheControl;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import org.jspecify.annotations.Nullable;

/**
 * What the prompt cache of a provider keeps, for models that need marks.
 *
 * @param automatic Keep everything up to the last message that can be kept, for this time.
 * @param systemMessages Keep the system messages.
 * @param tools Keep the tools.
 * @param lastMessage Keep everything up to the last message.
 */
public record CacheControlProperties(
        @Nullable Ttl automatic,
        @Nullable Ttl systemMessages,
        @Nullable Ttl tools,
        @Nullable Ttl lastMessage) implements Setting {

    @Override
    public OpenRouterCacheControl setting(String group) {
        return Setters.build(group, this, OpenRouterCacheControl.builder(), OpenRouterCacheControl.Builder::build);
    }
}
