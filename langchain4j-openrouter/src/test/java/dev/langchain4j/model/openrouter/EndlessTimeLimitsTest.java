package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndlessTimeLimitsTest {

    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void leaves_the_limits_of_other_calls_on_the_connection_in_force(OpenRouterServer server) {
        server.answer(Answer.text("late").afterDelay(Duration.ofMillis(500)));
        server.answer(Answer.text("too late").afterDelay(Duration.ofMinutes(10)));
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()) {
            ChatModel endless = openRouter
                    .chatModel()
                    .timeout(ENDLESS)
                    .totalTimeout(ENDLESS)
                    .build();
            ChatModel hurried =
                    openRouter.chatModel().timeout(Duration.ofMillis(200)).build();

            assertThat(endless.chat("Take your time")).isEqualTo("late");
            assertThatThrownBy(() -> hurried.chat("Hurry")).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void connects_without_a_limit(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .connectTimeout(ENDLESS)
                .build()) {
            assertThat(openRouter.chat("Hi")).contains("Hi");
        }
    }
}
