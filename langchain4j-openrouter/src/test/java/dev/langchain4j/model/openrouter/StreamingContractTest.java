package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler may rely on: order, number and threads of its callbacks, and what a cancel does. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamingContractTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final StreamingChatModel model;
    private final HandlerRecorder handler = new HandlerRecorder();
    private final Gate gate = new Gate();
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    StreamingContractTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build();
        this.model = openRouter.streamingChatModel().returnThinking(true).build();
    }

    @AfterEach
    void close() {
        gate.open();
        openRouter.close();
    }

    @Test
    void callbacks_come_in_order_each_once() {
        server.answer(Answer.stream()
                .thinking("Hm")
                .text("Hel")
                .text("lo")
                .toolCall("c1", "a", "{\"x\":", "1}")
                .toolCall("c2", "b")
                .finish("tool_calls")
                .done());

        model.chat("Hi", handler);
        handler.awaitAnswer();

        assertThat(handler.calls().stream().filter(call -> !call.startsWith("raw")))
                .containsExactly(
                        "thinking Hm",
                        "text Hel",
                        "text lo",
                        "piece 0 c1 a {\"x\":",
                        "piece 0 c1 a 1}",
                        "call 0 c1 a {\"x\":1}",
                        "piece 1 c2 b {}",
                        "call 1 c2 b {}",
                        "answer Hello");
    }

    @Test
    void interleaved_tool_calls_reach_the_handler_one_after_the_other() {
        server.answer(Answer.stream()
                .delta(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"x\\\":\"}}]}")
                .delta(
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"{\\\"y\\\":\"}}]}")
                .delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}")
                .delta("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"2}\"}}]}")
                .finish("tool_calls")
                .done());

        model.chat("Hi", handler);
        handler.awaitAnswer();

        assertThat(handler.calls().stream().filter(call -> call.matches("(piece|call) .*")))
                .containsExactly(
                        "piece 0 c1 a {\"x\":",
                        "piece 0 c1 a 1}",
                        "call 0 c1 a {\"x\":1}",
                        "piece 1 c2 b {\"y\":",
                        "piece 1 c2 b 2}",
                        "call 1 c2 b {\"y\":2}");
        assertThat(handler.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PUBLISHED"})
    void no_piece_ends_with_half_a_character(Style style) {
        String call =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"say\",\"arguments\":\"%s\"}}]}";
        server.answer(Answer.stream()
                .data(chunk("{\"reasoning\":\"Hm \\ud83d\"}"))
                .data(chunk("{\"reasoning\":\"\\ude00\"}"))
                .data(chunk("{\"content\":\"Hi \\ud83d\"}"))
                .data(chunk("{\"content\":\"\\ude00\\ud83d\"}"))
                .data(chunk("{\"content\":\"\\ude00!\"}"))
                .data(chunk(call.formatted("{\\\"x\\\":\\\"\\ud83d")))
                .data(chunk(call.formatted("\\ude00\\\"}")))
                .finish("tool_calls")
                .done());
        HandlerRecorder handler = new HandlerRecorder();

        style.streaming(openRouter.streamingChatModel().returnThinking(true).build())
                .chat("Hi", handler);

        handler.awaitAnswer();
        assertThat(handler.calls())
                .filteredOn(told -> !told.startsWith("raw "))
                .containsExactly(
                        "thinking Hm ",
                        "thinking 😀",
                        "text Hi ",
                        "text 😀",
                        "text 😀!",
                        "piece 0 c1 say {\"x\":\"",
                        "piece 0 c1 say 😀\"}",
                        "call 0 c1 say {\"x\":\"😀\"}",
                        "answer Hi 😀😀!");
    }

    @Test
    void half_a_character_at_the_end_of_an_answer_is_told_at_its_end() {
        server.answer(Answer.stream()
                .data(chunk("{\"content\":\"Hi \\ud83d\"}"))
                .finish("length")
                .done());
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Hi", handler);

        handler.awaitAnswer();
        assertThat(handler.calls()).contains("text Hi ", "text \ud83d", "answer Hi \ud83d");
    }

    @Test
    void an_event_that_leads_to_nothing_else_is_handed_over_raw() {
        server.answer(Answer.stream()
                .data("{\"choices\":[],\"debug\":{\"a\":1}}")
                .text("Hello")
                .finish("stop")
                .done());

        model.chat("Hi", handler);
        handler.awaitAnswer();

        assertThat(handler.calls()).startsWith("raw {\"choices\":[],\"debug\":{\"a\":1}}", "text Hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "thinking", "piece", "call", "raw"})
    void what_a_callback_throws_goes_to_on_error_and_the_stream_goes_on(String callback) {
        server.answer(Answer.stream()
                .thinking("Hm")
                .text("Hello")
                .toolCall("c1", "a", "{}")
                .finish("tool_calls")
                .done());
        RuntimeException thrown = new IllegalStateException("the user's own");
        handler.in(callback, () -> {
            throw thrown;
        });

        model.chat("Hi", handler);
        handler.awaitAnswer();

        long times = handler.calls().stream()
                .filter(call -> call.startsWith(callback + " "))
                .count();
        assertThat(handler.errors()).hasSize((int) times).containsOnly(thrown);
        assertThat(handler.answers()).hasSize(1);
        assertThat(handler.calls()).last().asString().startsWith("answer");
    }

    @Test
    void what_on_complete_response_throws_goes_to_on_error_once() {
        handler.in("answer", () -> {
            throw new IllegalStateException("the user's own");
        });

        chatToTheEnd();

        assertThat(handler.answers()).hasSize(1);
        assertThat(handler.errors()).hasSize(1);
    }

    @Test
    void what_on_error_throws_is_swallowed() {
        server.answer(Answer.error(400, "no"));
        handler.in("error", () -> {
            throw new IllegalStateException("the user's own");
        });

        chatToTheEnd();

        assertThat(handler.calls()).containsExactly("error InvalidRequestException");
    }

    @Test
    void an_error_that_a_callback_throws_ends_the_stream_once() {
        server.answer(Answer.stream()
                .text("Hel")
                .waitFor(gate)
                .text("lo")
                .finish("stop")
                .done());
        handler.in("text", () -> {
            throw new AssertionError("of the user's test");
        });

        model.chat("Hi", handler);
        handler.awaitEnd();
        patiently().until(() -> server.openStreams() == 0);

        assertThat(handler.calls()).containsExactly("text Hel", "error AssertionError");
    }

    @Test
    void a_cancel_inside_a_callback_is_the_last_callback() {
        server.answer(Answer.stream()
                .text("Hel")
                .text("lo")
                .waitFor(gate)
                .finish("stop")
                .done());
        handler.in("text", handler::cancel);

        model.chat("Hi", handler);
        patiently().until(() -> !handler.calls().isEmpty() && server.openStreams() == 0);
        close();

        assertThat(handler.calls()).containsExactly("text Hel");
    }

    @Test
    void a_cancel_from_another_thread_closes_the_connection_while_the_server_is_silent() {
        server.answer(Answer.stream()
                .text("Hel")
                .waitFor(gate)
                .text("lo")
                .finish("stop")
                .done());

        model.chat("Hi", handler);
        handler.awaitCall("text Hel");
        handler.cancel();
        handler.cancel();
        patiently().until(() -> server.openStreams() == 0);
        close();

        assertThat(handler.calls()).containsExactly("text Hel");
    }

    @Test
    void closing_the_connection_ends_its_streams_with_one_error() {
        server.answer(Answer.stream().text("Hel").waitFor(gate).done());
        model.chat("Hi", handler);
        handler.awaitCall("text Hel");

        openRouter.close();

        assertThat(handler.awaitError())
                .as("no failure of the server, which could be repeated")
                .isExactlyInstanceOf(LangChain4jException.class)
                .hasMessageContaining("closed");
        patiently().until(() -> server.openStreams() == 0);
        assertThat(handler.calls()).hasSize(2);
        assertThat(OpenRouterException.in(handler.errors().get(0))
                        .orElseThrow()
                        .partialResponse()
                        .aiMessage()
                        .text())
                .isEqualTo("Hel");
    }

    @Test
    void chat_after_close_fails_on_the_spot() {
        openRouter.close();

        assertThatThrownBy(() -> model.chat("Hi", handler)).hasMessageContaining("closed");
    }

    @Test
    void a_plain_answer_to_a_stream_comes_through_the_same_callbacks() {
        server.answer(Answer.raw(
                200,
                "application/json",
                "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}"));

        chatToTheEnd();

        assertThat(handler.calls()).containsExactly("text Hello", "answer Hello");
    }

    @Test
    void all_callbacks_of_a_stream_come_on_one_thread_that_is_not_the_callers() {
        chatToTheEnd();

        assertThat(handler.threads()).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void a_request_that_cannot_be_sent_is_thrown_and_nothing_is_called() {
        assertThatThrownBy(() -> model.chat(List.of(), handler)).isInstanceOf(RuntimeException.class);

        assertThat(handler.calls()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void hundreds_of_streams_run_at_once() {
        int count = 300;
        Gate all = new Gate();
        IntStream.range(0, count)
                .forEach(i -> server.answer(Answer.stream()
                        .text("Hel")
                        .waitFor(all)
                        .text("lo")
                        .finish("stop")
                        .done()));
        List<HandlerRecorder> handlers =
                Stream.generate(HandlerRecorder::new).limit(count).toList();

        handlers.forEach(each -> model.chat("Hi", each));
        patiently().until(() -> server.openStreams() == count);
        patiently().until(() -> handlers.stream().noneMatch(each -> each.calls().isEmpty()));
        all.open();
        patiently().until(() -> handlers.stream().allMatch(HandlerRecorder::hasEnded));

        assertThat(handlers)
                .allSatisfy(
                        each -> assertThat(each.response().aiMessage().text()).isEqualTo("Hello"));
    }

    @Test
    void a_slow_callback_holds_up_its_own_stream_only() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        HandlerRecorder other = new HandlerRecorder();
        handler.in("text", () -> await(slow));

        model.chat("Hi", handler);
        patiently().until(() -> !handler.calls().isEmpty());
        model.chat("Hi", other);
        other.awaitAnswer();

        assertThat(handler.hasEnded()).isFalse();
        slow.countDown();
        handler.awaitAnswer();
    }

    @Test
    void close_leaves_no_thread_behind() {
        chatToTheEnd();

        openRouter.close();

        Thread streamed = handler.threads().get(0);
        patiently().until(() -> !streamed.isAlive());
        patiently()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("openrouter-") && !before.contains(thread)));
    }

    @Test
    void a_virtual_thread_may_start_a_stream() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before 21");

        Thread caller = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                        () -> model.chat("Hi", handler));

        caller.join(PATIENCE.toMillis());
        assertThat(handler.awaitAnswer().aiMessage().text()).isNotEmpty();
    }

    @Test
    void an_http_error_is_one_error() {
        server.answer(Answer.error(400, "no"));

        chatToTheEnd();

        assertThat(handler.errors()).hasSize(1).first().isInstanceOf(InvalidRequestException.class);
        assertThat(handler.answers()).isEmpty();
    }

    /** As it is: the stand-in would write the halves of a character as two question marks. */
    private static String chunk(String delta) {
        return "{\"choices\":[{\"delta\":" + delta + "}]}";
    }

    /** Until no callback can come any more: close() does not end a thread that still calls. */
    private void chatToTheEnd() {
        model.chat("Hi", handler);
        handler.awaitEnd();
        openRouter.close();
        patiently().until(() -> handler.threads().stream().noneMatch(Thread::isAlive));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
