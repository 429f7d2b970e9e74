package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that docs/compatibility.md shows for an application without the starter. */
// region beans
@Configuration
class ModelConfiguration {

    @Bean
    OpenRouter openRouter(@Value("${openrouter.api-key}") String apiKey) {
        return OpenRouter.builder().apiKey(apiKey).build();
    }

    @Bean
    ChatModel chatModel(OpenRouter openRouter) {
        return openRouter.chatModel().modelName("gpt-4o-mini").build();
    }
}
// endregion
