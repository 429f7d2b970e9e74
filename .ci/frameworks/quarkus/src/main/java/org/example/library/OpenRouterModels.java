package org.example.library;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The producer that docs/quarkus.md shows. */
// region producer
class OpenRouterModels {

    @Produces
    @Singleton
    OpenRouter openRouter(
            @ConfigProperty(name = "openrouter.api-key") String key,
            @ConfigProperty(name = "openrouter.base-url") String url) {
        return OpenRouter.builder()
                .apiKey(key)
                .baseUrl(url)
                .modelName("gpt-4o-mini")
                .build();
    }

    void close(@Disposes OpenRouter openRouter) {
        openRouter.close();
    }

    @Produces
    @Singleton
    ChatModel chatModel(OpenRouter openRouter) {
        return openRouter.chatModel().build();
    }

    @Produces
    @Singleton
    StreamingChatModel streamingChatModel(OpenRouter openRouter) {
        return openRouter.streamingChatModel().build();
    }
}
// endregion
