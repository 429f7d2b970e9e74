package org.example.library;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;

/** The factory that docs/micronaut.md shows. */
// region factory
@Factory
class OpenRouterModels {

    @Bean(preDestroy = "close")
    @Singleton
    OpenRouter openRouter(
            @Property(name = "openrouter.api-key") String key, @Property(name = "openrouter.base-url") String url) {
        return OpenRouter.builder()
                .apiKey(key)
                .baseUrl(url)
                .modelName("gpt-4o-mini")
                .build();
    }

    @Singleton
    ChatModel chatModel(OpenRouter openRouter) {
        return openRouter.chatModel().build();
    }

    @Singleton
    StreamingChatModel streamingChatModel(OpenRouter openRouter) {
        return openRouter.streamingChatModel().build();
    }
}
// endregion
