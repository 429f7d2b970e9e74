package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A streamed answer is the plain answer, however its bytes are cut. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamedAnswerEqualityTest {

    private final OpenRouterServer server;

    StreamedAnswerEqualityTest(OpenRouterServer server) {
        this.server = server;
    }

    static List<String> pairs() {
        return Payloads.pairs();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void what_is_streamed_equals_what_is_plain(String name) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build()) {
            server.answer(Answer.payload(Payloads.file(Style.PLAIN.payload(name))));
            Told plain = told(Style.PLAIN, openRouter);

            for (int size : new int[] {1, 2, 7, 64, 1000, 100_000}) {
                server.answer(Answer.payload(Payloads.file(Style.STREAMING.payload(name)))
                        .splitInto(size));

                assertThat(told(Style.STREAMING, openRouter))
                        .as("in pieces of %d bytes", size)
                        .isEqualTo(plain);
            }
        }
    }

    /** A whole answer, or a failure and what came before it. */
    private record Told(
            @Nullable ChatResponse response,
            @Nullable Class<?> failure,
            @Nullable String message) {}

    private static Told told(Style style, OpenRouter openRouter) {
        try {
            return new Told(withoutRaw(style.chat(openRouter, "Hi")), null, null);
        } catch (LangChain4jException failure) {
            ChatResponse partial = OpenRouterException.in(failure).orElseThrow().partialResponse();
            return new Told(partial == null ? null : withoutRaw(partial), failure.getClass(), failure.getMessage());
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
