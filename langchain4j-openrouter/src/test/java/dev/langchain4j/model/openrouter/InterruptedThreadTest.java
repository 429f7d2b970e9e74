package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent or a job that goes on after an interrupt, with a connection that an earlier call has left open. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class InterruptedThreadTest {

    private static final Map<String, Consumer<OpenRouter>> CALLS = Map.of(
            "chat",
                    openRouter -> openRouter
                            .chatModel()
                            .modelName("openai/gpt-4o-mini")
                            .maxOutputTokens(300)
                            .build()
                            .chat("hello"),
            "embed",
                    openRouter -> openRouter
                            .embeddingModel()
                            .modelName("openai/text-embedding-3-small")
                            .build()
                            .embed("hello"),
            "rerank",
                    openRouter -> openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v3.5")
                            .build()
                            .score("hello", "greeting"));

    @ParameterizedTest
    @ValueSource(strings = {"chat", "embed", "rerank"})
    void its_call_is_not_sent_and_costs_nothing(String name, OpenRouterServer server) {
        Consumer<OpenRouter> call = CALLS.get(name);
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .budget(budget)
                .build()) {
            call.accept(openRouter);
            int sent = server.requests().size();
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> call.accept(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("interrupted");

            assertThat(Thread.interrupted()).isTrue();
            assertThat(budget.unsettled()).isZero();
            assertThat(budget.reserved()).isZero();
            assertThat(server.requests()).hasSize(sent);
        } finally {
            Thread.interrupted();
        }
    }
}
