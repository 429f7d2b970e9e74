package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.WaitlessTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.HangingSockets;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.QueueingExecutor;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever resolvers, listeners and interrupts do, a call ends in time, with its answer or one exception of LangChain4j's. */
@Timeout(60)
class EveryCallEndsTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final String HOST = "gateway.example";

    private final CountDownLatch testEnds = new CountDownLatch(1);
    private OkHttpClient client = OwnOkHttp.builder().build();

    @AfterEach
    void close() {
        testEnds.countDown();
        OwnOkHttp.close(client);
    }

    @ParameterizedTest
    @EnumSource
    void the_second_address_of_a_host_is_tried(EveryCall call) throws UnknownHostException {
        // Nothing listens at the first: it belongs to this machine, but the server has taken another of them.
        List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.77"), InetAddress.getByName("127.0.0.1"));
        resolving(host -> addresses);
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, new FakeTime()).build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();

            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_resolver_that_hangs_ends_with_total_timeout(EveryCall call) {
        CountDownLatch returned = new CountDownLatch(1);
        resolving(host -> {
            hang(testEnds);
            returned.countDown();
            throw new UnknownHostException(host);
        });
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter =
                        openRouter(server, Time.system()).totalTimeout(SHORT).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("totalTimeout");

            assertThat(returned.getCount()).as("still hanging").isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupt_ends_a_resolver_that_hangs(EveryCall call) throws InterruptedException {
        CountDownLatch resolves = new CountDownLatch(1);
        resolving(host -> {
            resolves.countDown();
            hang(testEnds);
            throw new UnknownHostException(host);
        });
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, Time.system()).build()) {
            assertInterruptible(call, openRouter, resolves);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupt_while_connecting_is_told_and_stays_set(EveryCall call) throws InterruptedException {
        CountDownLatch connects = new CountDownLatch(1);
        client = client.newBuilder().socketFactory(new HangingSockets(connects)).build();
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, Time.system()).build()) {
            assertInterruptible(call, openRouter, connects);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupted_thread_sends_nothing(EveryCall call) {
        if (call.isDetached()) {
            return; // Its own thread is not interrupted.
        }
        QueueingExecutor threads = new QueueingExecutor();
        client = client.newBuilder().dispatcher(new Dispatcher(threads)).build();
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, Time.system()).build()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .message()
                    .containsIgnoringCase("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.requests()).isEmpty();
            assertThat(threads.queue()).isEmpty();
        } finally {
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_listener_throws_when_a_call_is_cancelled_lifts_no_limit(EveryCall call) {
        listening(new EventListener() {
            @Override
            public void canceled(Call okHttpCall) {
                throw new AssertionError("the user's own");
            }
        });
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.awaitEnd();
                });
                OpenRouter openRouter =
                        openRouter(server, new WaitlessTime()).timeout(SHORT).build()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(TimeoutException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_that_hangs_when_a_call_is_cancelled_lifts_no_limit(EveryCall call) {
        listening(new EventListener() {
            @Override
            public void canceled(Call okHttpCall) {
                hang(testEnds);
            }
        });
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.awaitEnd();
                });
                OpenRouter openRouter =
                        openRouter(server, new WaitlessTime()).timeout(SHORT).build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(TimeoutException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"STREAM", "PUBLISHER", ".*_ASYNC"})
    void an_executor_that_hangs_at_a_retry_lifts_no_limit(EveryCall call) {
        FakeTime time = new FakeTime();
        AtomicInteger tasks = new AtomicInteger();
        ExecutorService hanging = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                if (tasks.incrementAndGet() == 2) {
                    time.advance(Duration.ofHours(1));
                    hang(testEnds);
                }
                super.execute(task);
            }
        };
        client = client.newBuilder().dispatcher(new Dispatcher(hanging)).build();
        byte[] busy = RawServer.response(503, "application/json", "{\"error\":{\"message\":\"Busy\"}}");
        try (RawServer server = RawServer.answering(busy);
                OpenRouter openRouter = openRouter(server, time)
                        .maxRetries(1)
                        .totalTimeout(Duration.ofMinutes(1))
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("totalTimeout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_listeners_throw_while_the_answer_arrives_costs_no_answer(EveryCall call) {
        Set<String> thrown = ConcurrentHashMap.newKeySet();
        listening(new EventListener() {
            @Override
            public void responseBodyStart(Call okHttpCall) {
                thrown.add("start");
                throw new IllegalStateException("the user's own");
            }

            @Override
            public void responseBodyEnd(Call okHttpCall, long bytes) {
                thrown.add("end");
                throw new LinkageError("of a library in another version");
            }
        });
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, new FakeTime()).build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();

            HandlerRecorder.patiently().until(() -> thrown.equals(Set.of("start", "end")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_an_interceptor_throws_with_the_answer_in_hand_pays_for_no_second_answer(EveryCall call) {
        client = client.newBuilder()
                .addInterceptor(chain -> {
                    chain.proceed(chain.request()).close();
                    throw new UnknownHostException("audit.example");
                })
                .build();
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter =
                        openRouter(server, new FakeTime()).maxRetries(2).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("UnknownHostException");

            assertThat(server.requests())
                    .filteredOn(request -> request.startsWith("POST"))
                    .hasSizeLessThan(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_users_client_throws_with_a_response_in_hand_ends_the_response(EveryCall call)
            throws InterruptedException {
        client = client.newBuilder()
                .addInterceptor(chain -> {
                    chain.proceed(chain.request());
                    throw new IllegalStateException("the user's own");
                })
                .build();
        assertEndsResponse(call, "200 OK");
        assertEndsResponse(call, "400 Bad Request");
    }

    @ParameterizedTest
    @EnumSource
    void an_error_of_the_dispatchers_idle_callback_ends_the_response(EveryCall call) throws InterruptedException {
        client.dispatcher().setIdleCallback(() -> {
            throw new LinkageError("of a library in another version");
        });
        assertEndsResponse(call, "200 OK");
        assertEndsResponse(call, "400 Bad Request");
    }

    /** A server may write, and OpenRouter charge, for as long as the connection is there. */
    private void assertEndsResponse(EveryCall call, String status) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 " + status + "\r\nContent-Type: " + call.contentType() + "\r\n\r\n");
                    connection.awaitEnd();
                    ended.countDown();
                });
                OpenRouter openRouter = openRouter(server, new FakeTime()).build()) {
            assertThat(catchThrowable(() -> call.on(openRouter))).isNotNull();

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.connectionPool().connectionCount()).isZero(); // else OkHttp tells of a leak, later
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_listener_throws_when_the_response_is_closed_costs_no_answer(EveryCall call) {
        AtomicBoolean thrown = new AtomicBoolean();
        listening(new EventListener() {
            @Override
            public void connectionReleased(Call okHttpCall, Connection connection) {
                thrown.set(true);
                throw new AssertionError("the user's own");
            }
        });
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, new FakeTime()).build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();

            HandlerRecorder.patiently().untilTrue(thrown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_listener_throws_before_the_answer_is_wrapped(EveryCall call) {
        listening(new EventListener() {
            @Override
            public void responseHeadersEnd(Call okHttpCall, Response response) {
                throw new IllegalStateException("the user's own");
            }
        });
        try (RawServer server = RawServer.answering(call.response());
                OpenRouter openRouter = openRouter(server, new FakeTime()).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("okHttpClient")
                    .hasMessageContaining("IllegalStateException");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GENERATION", "BATCH", "BATCH_SUBMISSION"})
    void close_ends_the_wait_between_two_looks(EveryCall call) {
        CountDownLatch waits = new CountDownLatch(1);
        Time telling = new FakeTime() {
            @Override
            public void pause(Duration duration, BooleanSupplier wake) {
                waits.countDown();
                Time.system().pause(Duration.ofMinutes(1), wake);
            }
        };
        byte[] unknown = RawServer.response(404, "application/json", "{\"error\":{\"message\":\"Not found\"}}");
        byte[] running = RawServer.response(
                200, "application/json", "{\"id\":\"batch_a1\",\"status\":\"in_progress\",\"created_at\":1}");
        try (RawServer server = RawServer.start(connection -> {
            while (connection.readRequest() && call != EveryCall.BATCH_SUBMISSION) {
                connection.send(call == EveryCall.BATCH ? running : unknown);
            }
        })) {
            OpenRouter openRouter = openRouter(server, telling).build();
            Supplier<?> waiting = switch (call) {
                case GENERATION -> () -> openRouter.generation("gen-1", Duration.ofHours(1));
                case BATCH -> () -> openRouter.batchChatModel().build().awaitResults("batch_a1", Duration.ofHours(1));
                default -> () -> call.on(openRouter);
            };
            CompletableFuture<?> result = CompletableFuture.supplyAsync(waiting, task -> new Thread(task).start());
            assertThatCode(waits::await).doesNotThrowAnyException();
            openRouter.close();

            assertThat(result)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(LangChain4jException.class);
        }
    }

    /** Makes the call, interrupts it once {@code hangs} is reached, and holds it to what it owes its caller. */
    private static void assertInterruptible(EveryCall call, OpenRouter openRouter, CountDownLatch hangs)
            throws InterruptedException {
        if (call.isDetached()) {
            return; // Nobody waits for it: its thread is not the caller's.
        }
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            thrown.set(catchThrowable(() -> call.on(openRouter)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        hangs.await();
        caller.interrupt();
        caller.join(20_000);

        assertThat(thrown.get())
                .isInstanceOf(LangChain4jException.class)
                .message()
                .containsIgnoringCase("interrupted");
        assertThat(flag).isTrue();
    }

    private void resolving(Dns dns) {
        client = client.newBuilder().dns(dns).build();
    }

    private void listening(EventListener listener) {
        client = client.newBuilder().eventListener(listener).build();
    }

    /** As a resolver of the operating system does: an interrupt changes nothing. */
    private static void hang(CountDownLatch end) {
        boolean interrupted = false;
        for (boolean over = false; !over; ) {
            try {
                over = end.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private OpenRouter.Builder openRouter(RawServer server, Time time) {
        return OpenRouter.builder()
                .baseUrl("http://" + HOST + ":" + server.port() + "/api/v1")
                .allowPlainHttp(true)
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .okHttpClient(client.dns() == Dns.SYSTEM ? loopback() : client)
                .time(time);
    }

    private OkHttpClient loopback() {
        return client.newBuilder()
                .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                .build();
    }
}
