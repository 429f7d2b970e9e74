package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.OpenRouterRecording;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.FinishReason;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of the page on testing do what it says. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class TestingRecipesTest {

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    TestingRecipesTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void every_recipe_has_the_result_that_stands_above_it() {
        TestingRecipes.recipes(server);
        ChatModel model = openRouter.chatModel().build();

        assertThat(model.chat(UserMessage.from("Hi")).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThatThrownBy(() -> model.chat("Hi")).isInstanceOf(ContentFilteredException.class);
        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .timeout(Duration.ofMillis(200))
                        .build()
                        .chat("Hi"))
                .isInstanceOf(TimeoutException.class);
        // a busy machine reads the request that was given up only now: it takes its answer before the next one comes
        while (server.requests().size() < 3) {
            Thread.onSpinWait();
        }
        ChatResponse ofFallback = openRouter
                .chatModel()
                .fallbackModels("anthropic/claude-haiku-4.5")
                .build()
                .chat(UserMessage.from("Hi"));
        assertThat(ofFallback.modelName()).isEqualTo("anthropic/claude-haiku-4.5");
        assertThat(OpenRouterChatResponseMetadata.of(ofFallback).orElseThrow().provider())
                .isEqualTo("Anthropic");
        assertThat(openRouter
                        .decisionModel()
                        .modelName("typesafe/jev-1.13")
                        .build()
                        .decide(DecisionRequest.builder()
                                .input("Ahoy")
                                .question("spam", YesNoQuestion.from("Is it spam?"))
                                .build())
                        .yesNo("spam")
                        .probability())
                .isEqualTo(0.2);
    }

    @Test
    void every_stream_has_the_result_that_stands_above_it() {
        TestingRecipes.streams(server);

        ChatResponse cut = stream(Duration.ofSeconds(30)).join();
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(OpenRouterTokenUsage.of(cut).orElseThrow().cost()).isEqualByComparingTo("0.00001");
        assertThatThrownBy(() -> stream(Duration.ofMillis(200)).join()).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void a_scripted_stream_has_no_usage_of_its_own() {
        server.answer(Answer.stream().text("Hello").finish("stop").done());

        assertThat(stream(Duration.ofSeconds(30)).join().tokenUsage()).isNull();
    }

    @Test
    void an_application_with_short_limits_survives_every_fault() {
        server.faults(1, 42);
        try (OpenRouter impatient = TestingRecipes.impatient(server)) {
            ChatModel model = impatient.chatModel().maxRetries(0).build();
            for (int i = 0; i < 6; i++) {
                assertThatThrownBy(() -> model.chat("Hi")).isInstanceOf(RuntimeException.class);
            }
        }
    }

    @Test
    void a_stream_for_a_call_that_does_not_stream_is_a_failure_that_says_so() {
        server.answer(Answer.stream().text("Hello").finish("stop").done());

        assertThatThrownBy(() -> openRouter.chat("Hi"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("the server sent a stream, which was not asked for");
    }

    @Test
    void a_fault_of_http_2_closes_a_connection_of_http_1() {
        server.answer(Answer.fault(Fault.GOAWAY));

        assertThatThrownBy(() -> openRouter.chat("Hi"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("the connection was lost before the answer");
    }

    @Test
    void a_call_that_is_not_sent_takes_no_answer() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.0000001")).build();
        server.answer("for the call that is refused");

        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .budget(budget)
                        .maxOutputTokens(100)
                        .build()
                        .chat("Hi"))
                .isInstanceOf(OpenRouterBudgetExceededException.class);

        assertThat(openRouter.chat("Hi")).isEqualTo("for the call that is refused");
        server.answer("for nobody").reset();
        assertThat(openRouter.chat("Hi")).isNotEqualTo("for nobody");
    }

    @Test
    void ids_begin_anew_after_a_reset() {
        String first = id();
        String second = id();
        server.reset();

        assertThat(id()).isEqualTo(first).isNotEqualTo(second);
    }

    @Test
    void a_request_that_is_not_in_the_recording_is_an_invalid_request(@TempDir Path folder) {
        Path directory = folder.resolve("recorded");
        try (OpenRouterRecording recording = OpenRouterRecording.record(directory, server.baseUrl())) {
            recorded(recording, server.apiKey()).chat("Do I need a coat in Oslo?");
        }
        try (OpenRouterRecording recording = OpenRouterRecording.replay(directory)) {
            ChatModel model = recorded(recording, recording.apiKey());

            assertThatThrownBy(() -> model.chat("Do I need a coat in Rome?"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("body.messages[0].content");
        }
    }

    private static ChatModel recorded(OpenRouterRecording recording, String key) {
        return OpenRouterChatModel.builder()
                .baseUrl(recording.baseUrl())
                .apiKey(key)
                .modelName("openai/gpt-4o-mini")
                .build();
    }

    private String id() {
        return OpenRouterChatResponseMetadata.of(openRouter.chatModel().build().chat(UserMessage.from("Hi")))
                .orElseThrow()
                .generationId();
    }

    private CompletableFuture<ChatResponse> stream(Duration idle) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        openRouter.streamingChatModel().streamIdleTimeout(idle).build().chat("Hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }
}
