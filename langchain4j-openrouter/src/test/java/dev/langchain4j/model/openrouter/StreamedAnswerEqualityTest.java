package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A streamed answer is the plain answer, however its bytes are cut. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamedAnswerEqualityTest {

    private static final Path PAYLOADS = Path.of("src/test/resources/payloads");

    private final OpenRouterServer server;

    StreamedAnswerEqualityTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text-with-citation",
                "image",
                "claude-reasoning-tool-call",
                "claude-unsigned-reasoning",
                "gemini-reasoning-tool-call",
                "openai-reasoning-tool-call"
            })
    void the_streamed_response_equals_the_plain_one(String name) {
        Path stream = PAYLOADS.resolve("stream/" + name + ".sse");
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()) {
            server.answer(Answer.payload(PAYLOADS.resolve("chat/" + name + ".json")));
            ChatResponse plain = withoutRaw(Style.PLAIN.chat(openRouter, "Hi"));
            assertThat(plain.metadata().finishReason()).isNotNull();

            for (int size : new int[] {1, 2, 7, 64, 1000, 100_000}) {
                server.answer(Answer.payload(stream).splitInto(size));

                assertThat(withoutRaw(Style.STREAMING.chat(openRouter, "Hi")))
                        .as("in pieces of %d bytes", size)
                        .isEqualTo(plain);
            }
        }
    }

    /** The raw text is the one thing in which the two have to differ. */
    private static ChatResponse withoutRaw(ChatResponse response) {
        OpenRouterChatResponseMetadata metadata = (OpenRouterChatResponseMetadata) response.metadata();
        return response.toBuilder()
                .metadata(metadata.toBuilder().rawResponse(null).build())
                .build();
    }
}
