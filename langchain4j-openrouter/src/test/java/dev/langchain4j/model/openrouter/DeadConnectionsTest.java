package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.NewSockets;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that the server closed while it was idle does not make the next call fail. */
@Timeout(60)
class DeadConnectionsTest {

    private static final int BURST = 3;

    private final FakeTime time = new FakeTime();
    /** Whether the server closes a connection instead of answering, if it has answered on it before. */
    private final AtomicBoolean closing = new AtomicBoolean();

    /** All but the catalog, whose parallel callers share one call. */
    static Stream<Arguments> callsOfBothClients() {
        return Stream.of(EveryCall.values())
                .filter(call -> call != EveryCall.MODELS)
                .flatMap(call -> Stream.of(Arguments.of(call, false), Arguments.of(call, true)));
    }

    @ParameterizedTest(name = "{0}, client of the user: {1}")
    @MethodSource("callsOfBothClients")
    void a_call_survives_that_the_server_has_closed_its_idle_connections(EveryCall call, boolean users) {
        OkHttpClient client = users ? new OkHttpClient() : null;
        try (RawServer server = burstOf(call);
                OpenRouter openRouter = openRouter(server, 0, client)) {
            burst(call, openRouter);
            closing.set(true);

            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();

            assertThat(server.connections()).isEqualTo(BURST + 1);
            assertThat(time.waits()).isEmpty();
        } finally {
            close(client);
        }
    }

    @Test
    void the_idle_connections_of_the_same_host_are_closed_with_the_dead_one() {
        try (RawServer server = burstOf(EveryCall.CHAT);
                OpenRouter openRouter = openRouter(server, 0, null)) {
            burst(EveryCall.CHAT, openRouter);
            closing.set(true);
            EveryCall.CHAT.on(openRouter);
            closing.set(false);
            int requests = server.requests().size();

            IntStream.range(0, BURST).forEach(i -> EveryCall.CHAT.on(openRouter));

            assertThat(server.requests()).hasSize(requests + BURST);
            assertThat(server.connections()).isEqualTo(BURST + 1);
        }
    }

    @Test
    void connections_on_which_an_authenticator_of_the_user_answered_become_idle_too() {
        int many = 5; // more than are tried one after the other
        CountDownLatch together = new CountDownLatch(many);
        OkHttpClient client = new OkHttpClient.Builder()
                .authenticator((route, refused) -> refused.request()
                        .newBuilder()
                        .header("X-Token", "fresh")
                        .build())
                .build();
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    if (!closing.get()) {
                        connection.send(RawServer.response(401, "application/json", "{}"));
                        connection.readRequest();
                        together.countDown();
                        together.await(30, TimeUnit.SECONDS);
                        connection.send(EveryCall.KEY.response());
                        connection.readRequest();
                    } else {
                        connection.send(EveryCall.KEY.response());
                    }
                });
                OpenRouter openRouter = openRouter(server, 0, client)) {
            inParallel(many, () -> EveryCall.KEY.on(openRouter));
            closing.set(true);

            assertThatCode(() -> EveryCall.KEY.on(openRouter)).doesNotThrowAnyException();

            assertThat(server.connections()).isEqualTo(many + 1);
        } finally {
            close(client);
        }
    }

    @Test
    void connections_of_the_user_to_another_host_stay_open() {
        OkHttpClient client = new OkHttpClient();
        try (RawServer server = burstOf(EveryCall.CHAT);
                RawServer other = RawServer.answering(EveryCall.CHAT.response());
                OpenRouter openRouter = openRouter(server, 0, client);
                OpenRouter elsewhere = openRouter(other, 0, client)) {
            burst(EveryCall.CHAT, openRouter);
            EveryCall.CHAT.on(elsewhere);
            closing.set(true);

            EveryCall.CHAT.on(openRouter);
            EveryCall.CHAT.on(elsewhere);

            assertThat(other.connections()).isEqualTo(1);
        } finally {
            close(client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS", "RERANK", "KEY"})
    void what_is_lost_on_a_fresh_connection_is_not_sent_again_without_a_retry(EveryCall call) {
        try (RawServer server = RawServer.start(RawServer.Connection::readRequest);
                OpenRouter openRouter = openRouter(server, 0, null)) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);

            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS", "RERANK", "KEY"})
    void what_is_lost_again_after_that_is_a_failure(EveryCall call) {
        try (RawServer server = RawServer.start(connection -> {
                    if (connection.number() == 0 && connection.readRequest()) {
                        connection.send(call.response());
                    }
                    connection.readRequest();
                });
                OpenRouter openRouter = openRouter(server, 0, null)) {
            call.on(openRouter);

            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);

            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "KEY"})
    void a_server_that_takes_no_new_connection_either_is_not_there(EveryCall call) {
        AtomicBoolean gone = new AtomicBoolean();
        OkHttpClient client = OwnOkHttp.builder().socketFactory(refusing(gone)).build();
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send(call.response());
                    connection.readRequest();
                    gone.set(true);
                });
                OpenRouter openRouter = openRouter(server, 0, client)) {
            call.on(openRouter);

            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(UnresolvedModelServerException.class)
                    .hasMessageContaining("no connection");

            assertThat(server.requests()).hasSize(2);
        } finally {
            close(client);
        }
    }

    private static NewSockets refusing(AtomicBoolean gone) {
        return new NewSockets() {
            @Override
            public Socket createSocket() {
                return new Socket() {
                    @Override
                    public void connect(SocketAddress to, int timeout) throws IOException {
                        if (gone.get()) {
                            throw new ConnectException("Connection refused");
                        }
                        super.connect(to, timeout);
                    }
                };
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "EMBEDDINGS", "RERANK", "KEY"})
    void the_rest_of_an_earlier_answer_is_shown_to_nobody(EveryCall call) {
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send(call.response());
                    connection.send("what it said to somebody else\r\n\r\n");
                    connection.readRequest();
                });
                OpenRouter openRouter = openRouter(server, 0, null)) {
            call.on(openRouter);

            Throwable failure = catchThrowable(() -> call.on(openRouter));

            assertThat(Throwables.getStackTrace(failure))
                    .startsWith(InternalServerException.class.getName())
                    .contains("Unexpected status line")
                    .doesNotContain("somebody else");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM", "EMBEDDINGS", "RERANK", "KEY"})
    void a_response_that_has_begun_is_not_asked_for_again(EveryCall call) {
        a_response_that_has_begun_is_not_asked_for_again(call, null);
    }

    @Test
    void a_listener_of_the_user_and_this_library_both_learn_that_a_response_has_begun() {
        AtomicInteger heads = new AtomicInteger();
        OkHttpClient client = OwnOkHttp.builder()
                .eventListener(new EventListener() {
                    @Override
                    public void responseHeadersStart(Call call) {
                        heads.incrementAndGet();
                    }
                })
                .build();

        a_response_that_has_begun_is_not_asked_for_again(EveryCall.CHAT, client);

        assertThat(heads).hasValue(3);
        close(client);
    }

    private void a_response_that_has_begun_is_not_asked_for_again(EveryCall call, OkHttpClient client) {
        for (String begun : List.of("HTTP/1.1 200 O", "HTTP/1.1 103 Early Hints\r\n\r\n")) {
            try (RawServer server = RawServer.start(connection -> {
                        connection.readRequest();
                        connection.send(call.response());
                        connection.readRequest();
                        connection.send(begun);
                    });
                    OpenRouter openRouter = openRouter(server, 0, client)) {
                call.on(openRouter);

                assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);

                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS", "KEY"})
    void the_answer_after_a_switch_of_protocols_is_given_to_no_other_call(EveryCall call) {
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    if (connection.number() == 0) {
                        connection.send("HTTP/1.1 101 Switching Protocols\r\n\r\n");
                    }
                    connection.send(call.response());
                    connection.readRequest();
                });
                OpenRouter openRouter = openRouter(server, 0, null)) {
            assertThatThrownBy(() -> call.on(openRouter)).hasMessageContaining("status 101");

            call.on(openRouter);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_restart_costs_no_call_anything() {
        AtomicBoolean restarted = new AtomicBoolean();
        try (RawServer server = RawServer.start(connection -> {
                    boolean old = !restarted.get();
                    while (connection.readRequest()) {
                        if (old && restarted.get()) {
                            return;
                        }
                        connection.send(EveryCall.CHAT.response());
                    }
                });
                OpenRouter openRouter = openRouter(server, 0, null)) {
            int calls = 10;
            inParallel(calls, () -> EveryCall.CHAT.on(openRouter));
            restarted.set(true);

            inParallel(calls, () -> EveryCall.CHAT.on(openRouter));
        }
    }

    /** A server whose first requests are answered together, so that each has a connection of its own. */
    private RawServer burstOf(EveryCall call) {
        CountDownLatch together = new CountDownLatch(BURST);
        return RawServer.start(connection -> {
            for (boolean first = true; connection.readRequest(); first = false) {
                together.countDown();
                together.await(30, TimeUnit.SECONDS);
                if (closing.get() && !first) {
                    return;
                }
                connection.send(call.response());
            }
        });
    }

    private static void burst(EveryCall call, OpenRouter openRouter) {
        inParallel(BURST, () -> call.on(openRouter));
    }

    private static void inParallel(int count, Runnable call) {
        List<CompletableFuture<Void>> calls = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.runAsync(call, task -> new Thread(task, "caller").start()))
                .toList();
        calls.forEach(CompletableFuture::join);
    }

    private OpenRouter openRouter(RawServer server, int maxRetries, OkHttpClient client) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .maxRetries(maxRetries)
                .okHttpClient(client)
                .time(time)
                .build();
    }

    private static void close(OkHttpClient client) {
        if (client != null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
