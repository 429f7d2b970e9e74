package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Null in place of messages is told by name, and nothing is sent. */
class ChatWithoutMessagesTest {

    private static final ChatMessage[] NONE = null;

    @Test
    void it_is_told_by_name() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .apiKey("sk-or-v1-test")
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
    }
}
