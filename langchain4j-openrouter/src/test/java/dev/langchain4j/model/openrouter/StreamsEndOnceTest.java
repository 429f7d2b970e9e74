package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.WatchedTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One terminal callback, in time, whatever else throws or comes too late; none after a cancel. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamsEndOnceTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final OpenRouterServer server;
    private final HandlerRecorder handler = new HandlerRecorder();
    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final ExecutorService one = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    private final FakeTime time = new FakeTime();

    StreamsEndOnceTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        testEnds.countDown();
        one.shutdownNow();
    }

    // Cancelled

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"code\":502,\"message\":\"Provider disconnected\"}}\n\n",
                "data: no JSON\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
                ""
            })
    void nothing_comes_after_a_cancel_even_if_it_has_arrived_with_what_was_cancelled(String rest) {
        server.answer(Answer.raw(
                200, "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n" + rest));
        handler.in("text", handler::cancel);
        try (OpenRouter openRouter = builder(time).build()) {
            chat(openRouter);
            handler.awaitCancel();
        }
        patiently().until(() -> handler.threads().stream().noneMatch(Thread::isAlive));

        assertThat(handler.calls()).containsExactly("text Hel");
    }

    @Test
    void nothing_comes_after_a_cancel_even_if_the_callback_throws() {
        server.answer(Answer.stream().text("Hel").text("lo").finish("stop").done());
        handler.in("text", () -> {
            handler.cancel();
            throw new AssertionError("of the user's test");
        });
        try (OpenRouter openRouter = builder(time).build()) {
            chat(openRouter);
            handler.awaitCancel();
        }
        patiently().until(() -> handler.threads().stream().noneMatch(Thread::isAlive));

        assertThat(handler.calls()).containsExactly("text Hel");
    }

    // Slow

    @ParameterizedTest
    @ValueSource(strings = {"thinking", "text", "piece", "call", "raw"})
    void a_callback_that_is_slower_than_stream_idle_timeout_is_nobodys_fault(String callback) {
        server.answer(Answer.stream()
                .data("{\"choices\":[],\"debug\":{\"a\":1}}")
                .thinking("Hm")
                .text("Hello")
                .toolCall("c1", "a", "{}")
                .toolCall("c2", "a", "{}")
                .finish("tool_calls")
                .done());
        WatchedTime watched = new WatchedTime();
        handler.in(callback, () -> watched.advanceWatched(Duration.ofMinutes(5)));
        try (OpenRouter openRouter = builder(watched).build()) {
            openRouter.streamingChatModel().returnThinking(true).build().chat("Hi", handler);

            assertThat(handler.awaitAnswer().aiMessage().toolExecutionRequests())
                    .hasSize(2);
        }
        assertThat(handler.errors()).isEmpty();
    }

    // Executors

    @Test
    void a_stream_that_no_thread_takes_is_told_in_time() throws InterruptedException {
        occupy(one);
        try (OpenRouter openRouter =
                builder(Time.system()).okHttpClient(on(one)).timeout(SHORT).build()) {
            chat(openRouter);

            assertThat(handler.awaitError())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("waiting for a thread of the dispatcher");
            testEnds.countDown();
            one.shutdown();
            assertThat(one.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(handler.calls()).containsExactly("error TimeoutException");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_stream_that_shutdown_now_has_dropped_is_told() {
        occupy(one);
        try (OpenRouter openRouter = builder(time).okHttpClient(on(one)).build()) {
            chat(openRouter);

            one.shutdownNow();
            testEnds.countDown();

            assertThat(handler.awaitError())
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("has been shut down");
        }
        assertThat(handler.calls()).hasSize(1);
    }

    @Test
    void a_stream_that_shutdown_now_interrupts_ends_once_and_is_not_sent_again() {
        Gate gate = new Gate();
        server.answer(Answer.stream().text("Hel").waitFor(gate).done());
        try (OpenRouter openRouter = builder(time).okHttpClient(on(one)).build()) {
            chat(openRouter);
            handler.awaitCall("text Hel");

            one.shutdownNow();
            gate.open();

            handler.awaitEnd();
        }
        assertThat(handler.calls()).hasSize(2).first().isEqualTo("text Hel");
        // none if the rest of the answer was faster than the interrupt
        assertThat(handler.errors())
                .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(LangChain4jException.class));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void close_tells_a_stream_that_no_thread_has_taken() {
        occupy(one);
        try (OpenRouter openRouter = builder(time).okHttpClient(on(one)).build()) {
            chat(openRouter);
        }

        assertThat(handler.awaitError()).hasMessageContaining("closed");
        assertThat(handler.calls()).hasSize(1);
    }

    @Test
    void a_stream_without_a_thread_is_refused() {
        ExecutorService none = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        try (OpenRouter openRouter = builder(time).okHttpClient(on(none)).build()) {
            assertThatThrownBy(() -> chat(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("no thread");
        }
        assertThat(handler.calls()).isEmpty();
        none.shutdown();
    }

    @Test
    void an_executor_that_is_full_is_not_called_shut_down() {
        ExecutorService full = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        occupy(full);
        full.execute(() -> {});
        try (OpenRouter openRouter = builder(time).okHttpClient(on(full)).build()) {
            assertThatThrownBy(() -> chat(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("no thread")
                    .hasMessageNotContaining("shut down");
        }
        assertThat(handler.calls()).isEmpty();
        full.shutdownNow();
    }

    // Whatever throws before it

    @Test
    void a_second_request_that_the_executor_rejects_leaves_the_first_failure_to_tell() {
        server.answer(Answer.error(
                402,
                "This request requires more credits. You requested up to 64000 tokens, but" + " can only afford 900."));
        AtomicInteger streams = new AtomicInteger();
        ExecutorService once =
                new ThreadPoolExecutor(0, 4, 1, TimeUnit.SECONDS, new java.util.concurrent.SynchronousQueue<>()) {
                    @Override
                    public void execute(Runnable task) {
                        if (streams.getAndIncrement() > 0) {
                            throw new java.util.concurrent.RejectedExecutionException("full");
                        }
                        super.execute(task);
                    }
                };
        try (OpenRouter openRouter = builder(time).okHttpClient(on(once)).build()) {
            openRouter
                    .streamingChatModel()
                    .retryWithinCredits(true)
                    .maxOutputTokens(64_000)
                    .build()
                    .chat("Hi", handler);

            assertThat(handler.awaitError()).isInstanceOf(OpenRouterInsufficientCreditsException.class);
        }
        assertThat(handler.calls()).hasSize(1);
        once.shutdown();
    }

    // Arguments

    @Test
    void a_stream_without_a_handler_is_refused_and_not_sent() {
        try (OpenRouter openRouter = builder(time).build()) {
            StreamingChatModel model = openRouter.streamingChatModel().build();
            ChatRequest request =
                    ChatRequest.builder().messages(UserMessage.from("Hi")).build();

            assertThatThrownBy(() -> model.chat(request, null)).hasMessageContaining("handler");
            assertThatThrownBy(() -> model.chat("Hi", null)).hasMessageContaining("handler");
            assertThatThrownBy(() -> model.chat(List.of(UserMessage.from("Hi")), null))
                    .hasMessageContaining("handler");
            assertThatThrownBy(() -> model.doChat(request, null)).hasMessageContaining("handler");
        }
        assertThat(server.requests()).isEmpty();
    }

    private void chat(OpenRouter openRouter) {
        openRouter.streamingChatModel().build().chat("Hi", handler);
    }

    /** Takes the only thread until the test ends; an interrupt changes nothing. */
    private void occupy(ExecutorService threads) {
        CountDownLatch occupied = new CountDownLatch(1);
        threads.execute(() -> {
            occupied.countDown();
            awaitUninterruptibly(testEnds);
        });
        awaitUninterruptibly(occupied);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        for (boolean over = false; !over; ) {
            try {
                over = latch.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // The test ends it.
            }
        }
    }

    private static OkHttpClient on(ExecutorService threads) {
        return new OkHttpClient.Builder().dispatcher(new Dispatcher(threads)).build();
    }

    private OpenRouter.Builder builder(Time time) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(time);
    }
}
