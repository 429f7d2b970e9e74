package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.junit.jupiter.api.Test;

class OpenRouterChatModelTest {

    @Test
    void answers_with_text_usage_and_cost() {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.answer("Berlin");
            var model = OpenRouterChatModel.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey("sk-or-v1-test")
                    .modelName("gpt-4o")
                    .build();
            for (int i = 0; i < 5; i++) {
                long t = System.nanoTime();
                String answer = model.chat("Capital of Germany?");
                System.out.println(answer + " " + (System.nanoTime() - t) / 1000 + " us");
            }
            assertThat(server.requests()).hasSize(5);
        }
    }
}
