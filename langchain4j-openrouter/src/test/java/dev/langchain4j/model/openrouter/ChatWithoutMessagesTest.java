package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Null in place of messages is told by name, and nothing is sent. */
@ExtendWith(OpenRouterServerExtension.class)
class ChatWithoutMessagesTest {

    private static final ChatMessage[] NONE = null;

    @Test
    void it_is_told_by_name(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()) {
            OpenRouterChatModel plain = openRouter.chatModel().build();
            OpenRouterStreamingChatModel streaming =
                    openRouter.streamingChatModel().build();
            List<ThrowingCallable> calls =
                    List.of(() -> plain.chat(NONE), () -> plain.chatAsync(NONE), () -> streaming.chat(NONE));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("messages");
            }
        }
        assertThat(server.requests()).isEmpty();
    }
}
