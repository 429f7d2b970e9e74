package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.support.SubscriberRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call at once: however a call ends, the next one gets its turn. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterRateLimiterCallsTest {

    private static final ChatRequest HI =
            ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    private static final ChatRequest SLOW =
            ChatRequest.builder().messages(UserMessage.from("slow")).build();

    private final OpenRouterServer server;
    private final Gate gate = new Gate();
    private final OpenRouterRateLimiter limiter =
            OpenRouterRateLimiter.builder().maxConcurrency(1).build();

    OpenRouterRateLimiterCallsTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void answerSlowly() {
        server.when(Match.userSays("slow"))
                .answer(Answer.stream()
                        .text("Slow")
                        .waitFor(gate)
                        .text("ly")
                        .finish("stop")
                        .done());
    }

    @Test
    void calls_that_are_cancelled_while_they_wait_leave_no_gap() throws Exception {
        try (OpenRouter openRouter = connect()) {
            HandlerRecorder slow = slow(openRouter);
            List<CompletableFuture<ChatResponse>> waiting = IntStream.range(0, 60)
                    .mapToObj(i -> openRouter.chatModel().build().chatAsync(HI))
                    .toList();
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(HI))
                    .request(1);
            openRouter.streamingChatModel().build().chat(HI); // without a subscriber
            Thread plain = new Thread(() -> assertThatThrownBy(() -> openRouter.chat("Hi")));
            plain.start();
            plain.interrupt();
            plain.join();
            subscriber.cancel();
            IntStream.range(0, 60)
                    .filter(i -> i % 3 == 0)
                    .forEach(i -> waiting.get(i).cancel(true));

            gate.open();
            slow.response();

            for (int i = 0; i < 60; i++) {
                if (i % 3 != 0) {
                    assertThat(waiting.get(i).get(30, TimeUnit.SECONDS)).isNotNull();
                }
            }
            assertThat(openRouter.chat("Hi")).isNotEmpty();
        }
    }

    @Test
    void a_stream_that_its_subscriber_cancels_makes_room() {
        try (OpenRouter openRouter = connect()) {
            SubscriberRecorder subscriber = SubscriberRecorder.of(
                            openRouter.streamingChatModel().build().chat(SLOW))
                    .request(1)
                    .awaitEvents(1);

            subscriber.cancel();

            assertThat(openRouter.chat("Hi")).isNotEmpty();
            gate.open();
        }
    }

    @Test
    void calls_of_a_closed_connection_make_room_for_those_of_others() {
        try (OpenRouter other = connect()) {
            HandlerRecorder slow = slow(other);
            OpenRouter openRouter = connect();
            List<CompletableFuture<ChatResponse>> waiting = Stream.generate(
                            () -> openRouter.chatModel().build().chatAsync(HI))
                    .limit(5)
                    .toList();

            openRouter.close();
            gate.open();
            slow.response();

            assertThat(waiting).allSatisfy(call -> assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)));
            assertThat(other.chat("Hi")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void errors_of_sinks_keep_no_turn(Style style) {
        OpenRouterCostListener costs = new OpenRouterCostListener(record -> {
            throw new IllegalStateException("broken");
        });
        server.answer(Answer.error(400, "No"), Answer.text("Hello"));

        try (OpenRouter openRouter = connection().costListener(costs).build()) {
            assertThatThrownBy(() -> style.chat(openRouter, "1")).hasMessageContaining("No");
            style.chat(openRouter, "2");
            style.chat(openRouter, "3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_sink_that_hears_the_end_of_a_call_may_call_a_model(Style style) {
        AtomicReference<OpenRouter> other = new AtomicReference<>();
        List<String> answers = new CopyOnWriteArrayList<>();
        OpenRouterCostListener costs =
                new OpenRouterCostListener(record -> answers.add(other.get().chat("from a sink")));

        try (OpenRouter openRouter = connection().costListener(costs).build();
                OpenRouter nested = connect()) {
            other.set(nested);
            style.chat(openRouter, "Hi");
        }

        assertThat(answers).hasSize(1);
    }

    @Test
    void shared_turns_that_give_none_are_asked_again() {
        List<String> asked = new CopyOnWriteArrayList<>();
        OpenRouterRateLimiter shared = limiter.sharedBy(new OpenRouterRateLimiter.Turns() {
            @Override
            public OpenRouterRateLimiter.Turn take(
                    OpenRouterRateLimiter.Limits limits, String call, long tokens, Duration longestWait) {
                asked.add(call);
                assertThat(server.requests()).isEmpty();
                return new OpenRouterRateLimiter.Turn(Duration.ZERO, asked.size() == 3);
            }

            @Override
            public void used(String call, long tokens) {}

            @Override
            public void ended(String call) {}
        });

        try (OpenRouter openRouter =
                connection().rateLimiter(shared).time(new FakeTime()).build()) {
            openRouter.chat("Hi");
        }

        assertThat(asked).hasSize(3);
    }

    private HandlerRecorder slow(OpenRouter openRouter) {
        HandlerRecorder slow = new HandlerRecorder();
        openRouter.streamingChatModel().build().chat(SLOW, slow);
        gate.awaitReached(Duration.ofSeconds(30));
        return slow;
    }

    private OpenRouter connect() {
        return connection().build();
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .totalTimeout(Duration.ofSeconds(30))
                .rateLimiter(limiter);
    }
}
