package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.TellingTime;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.ErrorAnswer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a call is sent again, after what wait, and when it has taken too long: the same for both styles. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class RetryAndTimeTest {

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    /** Whether the client has read the first bytes of a body: only then it is the reading that takes too long. */
    private final AtomicBoolean reading = new AtomicBoolean();

    private final OkHttpClient watched = OwnOkHttp.builder()
            .eventListener(new EventListener() {
                @Override
                public void responseBodyStart(Call call) {
                    reading.set(true);
                }
            })
            .build();
    private OpenRouter openRouter;

    RetryAndTimeTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = builder(server.baseUrl()).build();
    }

    private OpenRouter.Builder builder(String baseUrl) {
        return OpenRouter.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .time(time);
    }

    @AfterEach
    void close() {
        openRouter.close();
        OwnOkHttp.close(watched);
    }

    @Test
    void a_retry_that_finds_no_server_does_not_look_like_the_answer_that_broke_off_before() {
        OpenRouterServer leaving = OpenRouterServer.start();
        leaving.answer(Answer.stream()
                .header("X-Generation-Id", "gen-1")
                .comment(" OPENROUTER PROCESSING")
                .cut());
        Time closing = new FakeTime() {
            @Override
            public long endOf(Duration wait) {
                leaving.close();
                return super.endOf(wait);
            }
        };
        try (OpenRouter alone = builder(leaving.baseUrl())
                .retryBrokenAnswers(true)
                .time(closing)
                .build()) {
            assertThatThrownBy(() -> Style.STREAMING.chat(alone, "Hi"))
                    .isInstanceOf(UnresolvedModelServerException.class)
                    .hasMessageContaining(leaving.baseUrl())
                    .satisfies(failure ->
                            assertThat(OpenRouterException.in(failure)).isEmpty());
        }
    }

    static Stream<EveryCall> freeCalls() {
        return Stream.of(EveryCall.values()).filter(EveryCall::isGet);
    }

    @ParameterizedTest
    @MethodSource("freeCalls")
    void what_costs_nothing_is_asked_for_again_if_its_answer_broke_off(EveryCall call) {
        Answer whole = Answer.raw(200, call.contentType(), call.body());
        server.when(Match.path(call.path())).answer(Answer.cut(whole), whole);

        assertThat(call.on(openRouter)).isNotNull();
    }

    static Stream<Arguments> hints() {
        String inFive = String.valueOf(FakeTime.START.plusSeconds(5).toEpochMilli());
        String inNine = String.valueOf(FakeTime.START.plusSeconds(9).toEpochMilli());
        String inBody = "{\"headers\":{\"X-RateLimit-Reset\":\"" + inNine + "\"}}";
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                        Arguments.of(
                                style,
                                "Retry-After before all others",
                                busy().availability("capacity_exhausted", true)
                                        .retryAfter(7)
                                        .header("Retry-After", "2")
                                        .header("X-RateLimit-Reset", inFive)
                                        .metadata(inBody),
                                2),
                        Arguments.of(
                                style,
                                "then availability.retry_after",
                                busy().availability("capacity_exhausted", true)
                                        .retryAfter(7)
                                        .header("Retry-After", "soon")
                                        .header("X-RateLimit-Reset", inFive)
                                        .metadata(inBody),
                                7),
                        Arguments.of(
                                style,
                                "then the header X-RateLimit-Reset",
                                busy().header("X-RateLimit-Reset", inFive).metadata(inBody),
                                5),
                        Arguments.of(style, "then the same in the metadata", busy().metadata(inBody), 9),
                        Arguments.of(
                                style,
                                "in any spelling",
                                busy().metadata("{\"headers\":{\"x-ratelimit-reset\":" + inNine + ".0}}"),
                                9),
                        Arguments.of(
                                style,
                                "as seconds since 1970",
                                busy().header(
                                                "X-RateLimit-Reset",
                                                String.valueOf(FakeTime.START
                                                        .plusSeconds(4)
                                                        .getEpochSecond())),
                                4),
                        Arguments.of(style, "a date", busy().header("Retry-After", "Fri, 02 Jan 2026 03:04:11 GMT"), 6),
                        Arguments.of(style, "in UTC", busy().header("Retry-After", "Fri, 2 Jan 2026 03:04:11 UTC"), 6),
                        Arguments.of(
                                style, "of 1985", busy().header("Retry-After", "Friday, 02-Jan-26 03:04:11 GMT"), 6),
                        Arguments.of(style, "of C", busy().header("Retry-After", "Fri Jan  2 03:04:11 2026"), 6),
                        Arguments.of(style, "of ISO", busy().header("Retry-After", "2026-01-02T03:04:11Z"), 6),
                        Arguments.of(style, "as seconds from now", busy().header("X-RateLimit-Reset", "3"), 3)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hints")
    void waits_as_long_as_the_server_asks(Style style, String order, ErrorAnswer busy, int seconds) {
        server.answer(busy, Answer.text("Hello"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @EnumSource
    void availability_says_that_what_never_passes_may_pass(Style style) {
        server.answer(Answer.error(404, "gone for a moment").availability("no_endpoints", true), Answer.text("Hello"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @EnumSource
    void availability_says_that_what_may_pass_will_not(Style style) {
        server.answer(Answer.error(503, "gone").availability("temporarily_unavailable", false), Answer.text("Hello"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void availability_may_say_it_as_text(Style style) {
        String body =
                "{\"error\":{\"code\":%d,\"message\":\"No endpoint\",\"availability\":{\"code\":\"x\",\"retryable\":\"%s\"}}}";
        server.answer(
                Answer.raw(400, "application/json", body.formatted(400, "true")),
                Answer.raw(503, "application/json", body.formatted(503, "false")));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);

        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void an_error_inside_a_200_is_retried_like_its_status(Style style) {
        server.answer(
                Answer.error(429, "busy").envelope(Envelope.STATUS_200),
                Answer.error(503, "busy").envelope(Envelope.STATUS_200),
                Answer.text("Hello"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void an_error_inside_a_200_that_will_not_pass_is_not_retried(Style style) {
        server.answer(Answer.error(402, "no credits").envelope(Envelope.STATUS_200), Answer.text("Hello"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(OpenRouterInsufficientCreditsException.class)
                .hasMessageNotContaining("gave up");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void gives_up_after_the_last_attempt_and_says_so(Style style) {
        server.answer(busy(), busy(), busy(), Answer.text("Hello"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("gave up after 3 attempts");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_breaks_before_the_answer_is_tried_again(Style style) {
        server.answer(Answer.fault(Fault.CONNECTION_RESET), Answer.fault(Fault.EMPTY_RESPONSE), Answer.text("Hello"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
    }

    @Test
    void a_stream_that_breaks_off_before_its_first_event_may_be_charged_and_is_not_tried_again() {
        server.answer(Answer.stream().comment(" OPENROUTER PROCESSING").cut(), Answer.text("Hello"));

        assertThatThrownBy(() -> Style.STREAMING.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void retry_broken_answers_tries_a_stream_again_before_its_first_event() {
        openRouter.close();
        openRouter = builder(server.baseUrl()).retryBrokenAnswers(true).build();
        server.answer(Answer.stream().comment(" OPENROUTER PROCESSING").cut(), Answer.text("Hello"));

        assertThat(Style.STREAMING.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @EnumSource
    void retry_broken_answers_does_not_try_again_what_reports_its_cost(Style style) {
        openRouter.close();
        openRouter = builder(server.baseUrl()).retryBrokenAnswers(true).build();
        server.when(Match.path("/chat/completions")).answer(Answer.raw(502, "application/json", """
                {"error":{"code":502,"message":"died"},
                 "usage":{"prompt_tokens":4,"completion_tokens":2,"cost":0.5}}"""));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);

        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void retry_broken_answers_tries_again_what_counts_output_but_no_cost(Style style) {
        openRouter.close();
        openRouter = builder(server.baseUrl()).retryBrokenAnswers(true).build();
        server.answer(Answer.raw(502, "application/json", """
                        {"error":{"code":502,"message":"died"},"usage":{"completion_tokens":2}}"""), Answer.text("Hello"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
    }

    @Test
    void a_stream_that_breaks_off_at_every_attempt_says_how_often_it_was_tried() {
        openRouter.close();
        openRouter = builder(server.baseUrl()).retryBrokenAnswers(true).build();
        server.when(Match.streaming())
                .answer(Answer.stream().comment(" OPENROUTER PROCESSING").cut());

        assertThatThrownBy(() -> Style.STREAMING.chat(openRouter, "Hi"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("gave up after 3 attempts");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_wait_of_more_than_a_minute_is_not_waited_for_but_told(Style style) {
        server.answer(busy().retryAfter(3600), Answer.text("Hello"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("3600 s")
                .satisfies(failure -> assertThat(
                                OpenRouterException.in(failure).orElseThrow().retryAfter())
                        .isEqualTo(Duration.ofHours(1)));
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void close_ends_a_stream_that_waits_to_be_tried_again() {
        AtomicBoolean waits = new AtomicBoolean();
        openRouter = builder(server.baseUrl()).time(new TellingTime(waits)).build();
        server.answer(busy().retryAfter(50), Answer.text("Hello"));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Hi", handler);
        patiently().untilTrue(waits);
        openRouter.close();

        assertThat(handler.awaitError()).hasMessageContaining("closed");
        assertThat(server.requests()).hasSize(1);
        assertThat(handler.calls()).hasSize(1);
    }

    @Test
    void a_stream_is_not_tried_again_after_its_first_event() {
        server.answer(Answer.stream().text("Hel").error(503, "busy"), Answer.text("Hello"));

        assertThatThrownBy(() -> Style.STREAMING.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_wait_longer_than_what_is_left_of_the_total_time_fails_at_once(Style style) {
        openRouter =
                builder(server.baseUrl()).totalTimeout(Duration.ofSeconds(10)).build();
        server.answer(busy().retryAfter(11), Answer.text("Hello"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContainingAll("11000 ms", "totalTimeout");
        assertThat(time.waits()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void no_answer_within_the_timeout_names_the_phase_and_is_not_sent_again(Style style) {
        server.answer(Answer.text("Hello").afterDelay(Duration.ofMinutes(1)), Answer.text("Hello"));

        assertThat(failureAfter(
                        Duration.ofSeconds(61), style, () -> server.requests().size() == 1))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("did not answer within 60 s (timeout), while waiting for the response to start");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void silence_in_the_middle_names_the_phase_and_is_not_sent_again(Style style) {
        openRouter = builder(server.baseUrl()).okHttpClient(watched).build();
        server.answer(
                !style.isStreamed()
                        ? Answer.stream().bytes("{\"choices\":[").silence()
                        : Answer.stream().comment(" OPENROUTER PROCESSING").silence(),
                Answer.text("Hello"));

        assertThat(failureAfter(Duration.ofSeconds(61), style, reading::get))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("was silent for 60 s (" + (style.isStreamed() ? "streamIdleTimeout" : "timeout")
                        + "), while reading the response");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void the_total_time_ends_a_call_wherever_it_is(Style style) {
        openRouter = builder(server.baseUrl())
                .totalTimeout(Duration.ofSeconds(10))
                .okHttpClient(watched)
                .build();
        server.answer(Answer.stream().bytes(": begun\n\n").silence());

        assertThat(failureAfter(Duration.ofSeconds(11), style, reading::get))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContainingAll("totalTimeout", "10 s", "while reading the response");
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_is_not_there_is_named(Style style) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        openRouter = builder("http://127.0.0.1:" + port + "/api/v1").build();

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(UnresolvedModelServerException.class)
                .hasMessageContaining("http://127.0.0.1:" + port + "/api/v1");
    }

    @ParameterizedTest
    @EnumSource
    void a_host_that_nobody_knows_is_named(Style style) {
        openRouter = builder("https://openrouter.invalid/api/v1").maxRetries(0).build();

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(UnresolvedModelServerException.class)
                .hasMessageContainingAll("the host is not known", "https://openrouter.invalid/api/v1");
    }

    @ParameterizedTest
    @EnumSource
    void a_redirect_to_another_host_is_refused(Style style) {
        server.answer(Answer.raw(307, "text/plain", "").header("Location", "https://elsewhere.example/api/v1"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContainingAll("elsewhere.example", "baseUrl");
    }

    @Test
    void plain_http_to_another_machine_is_refused() {
        assertThatThrownBy(() -> builder("http://openrouter.example/api/v1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("baseUrl", "allowPlainHttp");
    }

    @ParameterizedTest
    @EnumSource
    void a_plain_answer_larger_than_the_limit_is_refused(Style style) {
        openRouter = builder(server.baseUrl()).maxResponseBytes(1000).build();
        server.answer(Answer.raw(200, "application/json", "{\"choices\":\"" + "x".repeat(2000) + "\"}"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("maxResponseBytes");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_with_nothing_in_it_is_free_and_asked_for_again(Style style) {
        server.answer(Answer.payload("{\"id\":\"gen-1\",\"choices\":[]}"), Answer.text("Hello"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
        assertThat(time.waits()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_with_nothing_in_it_that_has_a_cost_is_not_asked_for_again(Style style) {
        server.answer(
                Answer.payload("{\"id\":\"gen-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"cost\":0.00003}}"),
                Answer.text("Hello"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void an_event_may_be_as_large_as_a_picture() {
        String picture = "x".repeat(24 * 1024 * 1024);
        server.answer(Answer.stream().text(picture).finish("stop").done());

        assertThat(Style.STREAMING.chat(openRouter, "Hi").aiMessage().text()).hasSameSizeAs(picture);
    }

    @Test
    void an_event_of_more_than_32_mb_is_refused_and_not_asked_for_again() {
        server.answer(Answer.stream()
                .text("x".repeat(33 * 1024 * 1024))
                .finish("stop")
                .done());

        assertThatThrownBy(() -> Style.STREAMING.chat(openRouter, "Hi"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("33554432 bytes");
        assertThat(server.requests()).hasSize(1);
    }

    private static ErrorAnswer busy() {
        return Answer.error(429, "busy");
    }

    /** What a call fails with when, from a certain moment on, the server keeps silent for this long. */
    private Throwable failureAfter(Duration passing, Style style, Callable<Boolean> moment) {
        CompletableFuture<?> call = CompletableFuture.supplyAsync(() -> style.chat(openRouter, "Hi"));
        patiently().until(moment);
        patiently().until(() -> {
            time.advance(passing);
            return call.isDone();
        });
        return call.handle((answer, failure) -> failure.getCause()).join();
    }
}
