package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code OpenRouter.stream}: a streamed answer for a caller who waits. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterStreamTest {

    private final OpenRouterServer server;

    OpenRouterStreamTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void stream_passes_the_text_on_as_it_arrives_and_returns_the_whole() {
        Gate gate = new Gate();
        server.answer(Answer.stream()
                .thinking("Hm")
                .text("Sei")
                .waitFor(gate)
                .text("ne")
                .finish("stop")
                .done());
        List<String> parts = new ArrayList<>();
        Set<Thread> threads = new HashSet<>();
        try (OpenRouter openRouter = builder().build()) {
            String whole = openRouter.stream("Which river?", part -> {
                parts.add(part);
                threads.add(Thread.currentThread());
                gate.open();
            });

            assertThat(whole).isEqualTo("Seine");
        }
        assertThat(parts).containsExactly("Sei", "ne");
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void a_long_stream_asks_for_more_while_it_is_read() {
        StreamAnswer answer = Answer.stream();
        for (int i = 0; i < 2_000; i++) {
            answer.text(i + " ");
        }
        server.answer(answer.finish("stop").done());
        StringBuilder parts = new StringBuilder();
        try (OpenRouter openRouter = builder().build()) {
            assertThat(openRouter.stream("Count", parts::append)).isEqualTo(parts.toString());
        }
        assertThat(parts.toString()).startsWith("0 1 2 ").endsWith(" 1998 1999 ");
    }

    @Test
    void stream_throws_what_chat_throws_also_in_the_middle() {
        server.answer(
                Answer.error(402, "Insufficient credits"),
                Answer.stream().text("Sei").error(502, "Provider disconnected"));
        List<String> parts = new ArrayList<>();
        try (OpenRouter openRouter = builder().build()) {
            assertThatThrownBy(() -> openRouter.stream("Which river?", parts::add))
                    .isInstanceOf(OpenRouterInsufficientCreditsException.class);
            assertThat(parts).isEmpty();

            assertThatThrownBy(() -> openRouter.stream("Which river?", parts::add))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("Provider disconnected");
        }
        assertThat(parts).containsExactly("Sei");
    }

    @Test
    void what_the_consumer_throws_is_thrown_and_closes_the_connection() {
        server.answer(Answer.stream().text("Sei").silence());
        IllegalStateException own = new IllegalStateException("the user's own");
        try (OpenRouter openRouter = builder().build()) {
            assertThatThrownBy(() -> openRouter.stream("Which river?", part -> {
                        throw own;
                    }))
                    .isSameAs(own);

            HandlerRecorder.patiently().until(() -> server.openStreams() == 0);
        }
    }

    @Test
    void an_interrupt_ends_a_stream_at_once_and_stays_set() {
        server.answer(Answer.stream().text("Sei").silence());
        try (OpenRouter openRouter = builder().build()) {
            assertThatThrownBy(() -> openRouter.stream(
                            "Which river?", part -> Thread.currentThread().interrupt()))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("interrupted");

            assertThat(Thread.interrupted()).isTrue();
            HandlerRecorder.patiently().until(() -> server.openStreams() == 0);
        }
    }

    @Test
    void an_interrupted_thread_sends_nothing() {
        Thread.currentThread().interrupt();
        try (OpenRouter openRouter = builder().build()) {
            assertThatThrownBy(() -> openRouter.stream("Which river?", part -> {}))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(server.requests()).isEmpty();
    }

    private OpenRouter.Builder builder() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0);
    }
}
