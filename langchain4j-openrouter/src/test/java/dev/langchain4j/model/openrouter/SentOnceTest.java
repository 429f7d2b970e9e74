package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.NewSockets;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What may have been charged is not sent again, although retries are on. */
@Timeout(60)
class SentOnceTest {

    private static final String KEY = "sk-or-v1-0123456789abcdef";

    private final FakeTime time = new FakeTime();
    private OkHttpClient client = OwnOkHttp.builder().build();

    static Stream<EveryCall> paidCalls() {
        return Stream.of(EveryCall.values()).filter(call -> call.isPaid() && call != EveryCall.BATCH_SUBMISSION);
    }

    static Stream<Arguments> headsOfPaidCalls() {
        return paidCalls()
                .flatMap(call -> Stream.of(
                                "H",
                                "HTTP/1.1 200 OK\r\n",
                                "HTTP/1.1 200 OK\r\nContent-Type: appl",
                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r",
                                "HTTP/1.1 100 Continue\r\n\r\n",
                                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                                "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
                                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
                                "<html>no HTTP</html>\r\n\r\n")
                        .map(head -> Arguments.of(call, head)));
    }

    @AfterEach
    void close() {
        OwnOkHttp.close(client);
    }

    @ParameterizedTest
    @MethodSource("headsOfPaidCalls")
    void a_paid_answer_whose_head_has_begun_is_not_asked_for_again(EveryCall call, String head) {
        try (RawServer server = cutOff(head);
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);

            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS"})
    void it_is_asked_for_again_by_whom_accepts_to_pay_twice(EveryCall call) {
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send(
                            connection.number() == 0
                                    ? "HTTP/1.1 200 OK\r\nConte".getBytes(StandardCharsets.US_ASCII)
                                    : call.response());
                });
                OpenRouter openRouter =
                        openRouter(server).retryBrokenAnswers(true).build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY", "CREDITS", "MODELS"})
    void what_costs_nothing_is_asked_for_again(EveryCall call) {
        try (RawServer server = cutOff("HTTP/1.1 200 OK\r\nConte");
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);

            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "KEY"})
    void a_head_that_is_cut_off_is_shown_to_nobody(EveryCall call) {
        try (RawServer server = cutOff("HTTP/1.1 200 OK\r\nX-You-Sent: " + KEY);
                OpenRouter openRouter = openRouter(server).build()) {
            Throwable failure = catchThrowable(() -> call.on(openRouter));

            assertThat(Throwables.getStackTrace(failure))
                    .contains("the head of the answer is cut off")
                    .doesNotContain(hex("X-You-Sent"));
        }
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void a_time_limit_of_the_users_client_ends_the_call(EveryCall call) {
        withClient(builder -> builder.addInterceptor(
                chain -> chain.withReadTimeout(1, TimeUnit.MILLISECONDS).proceed(chain.request())));
        try (RawServer server = silent(() -> {});
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("a time limit of okHttpClient passed before the answer");

            assertThat(server.requests()).hasSizeLessThan(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "PUBLISHER"})
    void a_time_limit_of_the_users_client_ends_the_reading_of_an_answer(EveryCall call) {
        withClient(builder -> builder.addInterceptor(chain -> {
            Response begun = chain.proceed(chain.request());
            begun.body().source().timeout().timeout(1, TimeUnit.MILLISECONDS);
            return begun;
        }));
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n");
                    connection.awaitEnd();
                });
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("a time limit of okHttpClient passed in the middle of the answer");

            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void a_call_that_the_users_client_cancels_is_over(EveryCall call) {
        try (RawServer server = silent(() -> client.dispatcher().cancelAll());
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("was cancelled by a user of okHttpClient");

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void an_answer_that_the_users_client_cancels_in_the_middle_is_one_that_was_lost() {
        String begun = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"Once\"}}]}\n\n";
        AtomicReference<Call> running = new AtomicReference<>();
        withClient(builder -> builder.addInterceptor(chain -> {
            running.set(chain.call());
            return chain.proceed(chain.request());
        }));
        HandlerRecorder handler = new HandlerRecorder();
        handler.in("text", () -> running.get().cancel());
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send(begun);
                    connection.awaitEnd();
                });
                OpenRouter openRouter = openRouter(server).build()) {
            openRouter.streamingChatModel().build().chat("Hi", handler);

            assertThat(handler.awaitError())
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("lost in the middle of the answer");
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** OkHttp's dispatcher forgets a call when its response has begun. */
    @Test
    void to_cancel_all_calls_of_the_users_client_does_not_end_a_stream_that_is_being_read() {
        CountDownLatch cancelled = new CountDownLatch(1);
        HandlerRecorder handler = new HandlerRecorder();
        handler.in("text", () -> {
            client.dispatcher().cancelAll();
            cancelled.countDown();
        });
        withClient(builder -> builder);
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                            + "data: {\"choices\":[{\"delta\":{\"content\":\"Once\"}}]}\n\n");
                    cancelled.await();
                    connection.send(
                            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
                });
                OpenRouter openRouter = openRouter(server).build()) {
            openRouter.streamingChatModel().build().chat("Hi", handler);

            assertThat(handler.response().aiMessage().text()).isEqualTo("Once");
        }
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void an_answer_that_an_interceptor_drops_for_a_failure_is_not_asked_for_again(EveryCall call) {
        withClient(builder -> builder.addInterceptor(chain -> {
            chain.proceed(chain.request()).close();
            chain.proceed(chain.request()).close();
            throw new IOException("neither of them");
        }));
        byte[] failure = RawServer.response(500, "application/json", "{}");
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
                    while (connection.readRequest()) {
                        connection.send(requests.getAndIncrement() == 0 ? call.response() : failure);
                    }
                });
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(LangChain4jException.class);

            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void a_failure_that_an_interceptor_refuses_is_no_lost_connection_and_costs_what_its_status_says(EveryCall call) {
        for (int status : List.of(429, 500)) {
            for (IOException ofInterceptor : List.of(
                    new IOException("quota.example"),
                    new UnknownHostException("quota.example"),
                    new SSLHandshakeException("quota.example"))) {
                withClient(builder -> builder.addInterceptor(chain -> {
                    chain.proceed(chain.request()).body().string();
                    throw ofInterceptor;
                }));
                OpenRouterCostTotals totals = new OpenRouterCostTotals();
                try (RawServer server = RawServer.answering(RawServer.response(status, "application/json", "{}"));
                        OpenRouter openRouter = openRouter(server)
                                .costListener(new OpenRouterCostListener(totals))
                                .build()) {
                    assertThatThrownBy(() -> call.on(openRouter))
                            .isInstanceOf(InternalServerException.class)
                            .hasMessageContainingAll("a part of okHttpClient refused it", "quota.example");

                    assertThat(server.requests())
                            .as(status + " " + ofInterceptor)
                            .hasSize(1);
                    assertThat(totals.total().unsettled()).isEqualTo(status == 500 ? 1 : 0);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void no_connection_in_time_names_the_setter_and_costs_nothing(EveryCall call) {
        withClient(builder -> builder.socketFactory(new NewSockets() {
            @Override
            public Socket createSocket() {
                return new Socket() {
                    @Override
                    public void connect(SocketAddress to, int timeout) throws IOException {
                        throw new SocketTimeoutException("Connect timed out");
                    }
                };
            }
        }));
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server)
                        .costListener(new OpenRouterCostListener(totals))
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("no connection within connectTimeout")
                    .hasMessageContaining("gave up after 3 attempts");

            assertThat(server.connections()).isZero();
            assertThat(totals.total().unsettled()).isZero();
        }
    }

    private void withClient(UnaryOperator<OkHttpClient.Builder> settings) {
        OwnOkHttp.close(client);
        client = settings.apply(OwnOkHttp.builder()).build();
    }

    private static RawServer cutOff(String head) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.send(head);
        });
    }

    /** Reads requests, and answers none. */
    private static RawServer silent(Runnable afterRequest) {
        return RawServer.start(connection -> {
            connection.readRequest();
            afterRequest.run();
            connection.awaitEnd();
        });
    }

    private OpenRouter.Builder openRouter(RawServer server) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .modelName("openai/gpt-4o")
                .okHttpClient(client)
                .time(time);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
