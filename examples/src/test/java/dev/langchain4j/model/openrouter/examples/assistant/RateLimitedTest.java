package dev.langchain4j.model.openrouter.examples.assistant;

import static dev.langchain4j.model.openrouter.test.OpenRouterServerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** "A test that our client survives a rate limit: OpenRouter says 429, then answers." */
@ExtendWith(OpenRouterServerExtension.class)
class RateLimitedTest {

    @Test
    void answers_after_a_rate_limit(OpenRouterServer server) {
        ChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o-mini")
                .build();
        server.answer(Answer.error(429, "Rate limit exceeded").retryAfter(0), Answer.text("Take a coat."));

        assertThat(model.chat("Do I need a coat in Oslo?")).isEqualTo("Take a coat.");

        assertThat(server).hasReceivedRequests(2);
    }
}
