package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OpenRouterServerExtension.class)
class RetryWithinCreditsTest {

    private static final Answer POOR = poor("You requested up to 64000 tokens, but can only afford 900.");
    private static final Answer POORER = poor("You requested up to 900 tokens, but can only afford 100.");

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    RetryWithinCreditsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void asks_once_more_for_as_many_tokens_as_the_credits_pay_for_and_says_so() {
        server.answer(POOR, Answer.text("short"));

        ChatResponse response = model().chat(UserMessage.from("hi"));

        assertThat(response.aiMessage().text()).isEqualTo("short");
        assertThat(affordableTokens(response)).isEqualTo(900);
        assertThat(limits()).containsExactly(64_000, 900);
    }

    @Test
    void a_stream_does_the_same() {
        server.answer(POOR, Answer.text("short"));
        var handler = new HandlerRecorder();

        openRouter
                .streamingChatModel()
                .retryWithinCredits(true)
                .maxOutputTokens(64_000)
                .build()
                .chat("hi", handler);

        assertThat(affordableTokens(handler.awaitAnswer())).isEqualTo(900);
        assertThat(limits()).containsExactly(64_000, 900);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(30)
    void both_requests_share_the_total_time(Style style) {
        FakeTime time = new FakeTime();
        AtomicInteger requests = new AtomicInteger();
        try (RawServer slow = RawServer.start(connection -> {
                    while (connection.readRequest()) {
                        time.advance(Duration.ofSeconds(40));
                        if (requests.incrementAndGet() == 2) {
                            connection.awaitEnd();
                        }
                        connection.send(RawServer.response(
                                402,
                                "application/json",
                                "{\"error\":{\"code\":402,\"message\":\"You requested up to 64000 tokens, but can only"
                                        + " afford 900.\"}}"));
                    }
                });
                OpenRouter limited = OpenRouter.builder()
                        .baseUrl(slow.baseUrl())
                        .apiKey(server.apiKey())
                        .timeout(Duration.ofMinutes(10))
                        .totalTimeout(Duration.ofMinutes(1))
                        .time(time)
                        .build()) {
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("hi"))
                    .parameters(OpenRouterChatRequestParameters.builder()
                            .maxOutputTokens(64_000)
                            .retryWithinCredits(true)
                            .build())
                    .build();

            assertThatThrownBy(() -> style.chat(limited, request))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("totalTimeout, 60 s");
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void a_second_402_is_final() {
        server.answer(POOR, POORER);

        assertThatExceptionOfType(OpenRouterInsufficientCreditsException.class)
                .isThrownBy(() -> model().chat("hi"))
                .satisfies(poorer -> assertThat(poorer.affordableTokens()).isEqualTo(100));
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(2);
    }

    @Test
    void asks_no_more_when_nothing_can_be_afforded() {
        server.answer(poor("You requested up to 64000 tokens, but can only afford 0."));

        assertThatExceptionOfType(OpenRouterInsufficientCreditsException.class).isThrownBy(() -> model().chat("hi"));
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @Test
    void asks_no_more_unless_it_may() {
        server.answer(POOR);

        assertThatExceptionOfType(OpenRouterInsufficientCreditsException.class)
                .isThrownBy(() -> openRouter.chatModel().build().chat("hi"));
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @Test
    void an_answer_that_was_affordable_at_once_is_not_marked() {
        server.answer("hi");

        assertThat(affordableTokens(model().chat(UserMessage.from("hi")))).isNull();
    }

    private static Answer poor(String message) {
        return Answer.error(402, "This request requires more credits. " + message);
    }

    private OpenRouterChatModel model() {
        return openRouter
                .chatModel()
                .retryWithinCredits(true)
                .maxOutputTokens(64_000)
                .build();
    }

    private List<Integer> limits() {
        return server.requests().stream()
                .map(request -> request.body().path("max_tokens").intValue())
                .toList();
    }

    private static Integer affordableTokens(ChatResponse response) {
        return ((OpenRouterChatResponseMetadata) response.metadata()).affordableTokens();
    }
}
