package dev.langchain4j.model.openrouter.examples.snippets;

import static dev.langchain4j.model.openrouter.test.OpenRouterServerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class CoatAdvisorTest {

    @Test
    void passes_the_answer_on(OpenRouterServer server) {
        ChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o-mini")
                .build();
        server.answer("Take a coat.");

        assertThat(model.chat("Do I need a coat in Oslo?")).isEqualTo("Take a coat.");

        assertThat(server).receivedChat("""
                {"model": "openai/gpt-4o-mini", "messages": [{"role": "user"}]}
                """);
    }
}
