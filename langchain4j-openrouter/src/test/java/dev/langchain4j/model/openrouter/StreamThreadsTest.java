package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.QueueingExecutor;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The number of threads that silent streams occupy. */
@ExtendWith(OpenRouterServerExtension.class)
class StreamThreadsTest {

    private static final int STREAMS = 16;

    /** A thread of the pool waits for its next stream; a virtual one has ended. */
    private static final Set<Thread.State> IDLE = Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    private final OpenRouterServer server;

    StreamThreadsTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void a_silent_stream_holds_the_thread_that_reads_it_and_no_other() throws InterruptedException {
        Gate gate = gateAfterFirstToken();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CountDownLatch begun = new CountDownLatch(STREAMS);
        CountDownLatch ended = new CountDownLatch(STREAMS);
        try (OpenRouter openRouter = connection().build()) {
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            for (int i = 0; i < STREAMS; i++) {
                model.chat("hi", new Latches(begun, ended));
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            boolean virtualThreads = Runtime.version().feature() >= 24;
            Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
            ours.removeAll(before);
            assertThat(named("openrouter-io-", ours)).isEqualTo(virtualThreads ? 0 : STREAMS);
            assertThat(named("openrouter-", ours)).isLessThanOrEqualTo(virtualThreads ? 1 : STREAMS + 1L);
            // they look after the connections; to open them took none, as the server has one address
            assertThat(named("OkHttp ", ours)).isLessThanOrEqualTo(2);

            gate.open();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_interrupt_of_the_thread_of_the_limits_is_cleared_or_it_would_not_park() {
        Gate gate = gateAfterFirstToken();
        try (OpenRouter openRouter = connection().build()) {
            CountDownLatch begun = new CountDownLatch(1);
            openRouter.streamingChatModel().build().chat("hi", new Latches(begun, new CountDownLatch(1)));
            List<Thread> watches = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("openrouter-call-watch"))
                    .toList();
            assertThat(watches).isNotEmpty();
            watches.forEach(Thread::interrupt);

            // that of another connection may have ended: then its flag stays
            patiently().until(() -> watches.stream().noneMatch(watch -> watch.isAlive() && watch.isInterrupted()));
            gate.open();
        }
    }

    @Test
    void a_thread_that_streams_share_hands_down_nothing_of_who_needed_it_first() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (OpenRouter openRouter = connection().build()) {
            for (String each : List.of("Alice", "Bob")) {
                user.set(each);
                Thread[] thread = new Thread[1];
                HandlerRecorder handler = new HandlerRecorder();
                handler.in("text", () -> {
                    thread[0] = Thread.currentThread();
                    seen.add(each + " as " + user.get());
                });
                openRouter.streamingChatModel().build().chat("hi", handler);
                handler.awaitAnswer();
                patiently().until(() -> IDLE.contains(thread[0].getState()));
            }
        } finally {
            user.remove();
        }
        assertThat(seen).hasSize(2).doesNotContain("Bob as Alice");
    }

    @Test
    void the_thread_that_tells_an_end_hands_down_nothing_of_who_caused_it() throws InterruptedException {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        AtomicReference<String> seen = new AtomicReference<>();
        OpenRouter openRouter = connection()
                .okHttpClient(new OkHttpClient.Builder()
                        .dispatcher(new Dispatcher(new QueueingExecutor()))
                        .build())
                .build();
        HandlerRecorder handler = new HandlerRecorder().in("error", () -> seen.set("as " + user.get()));
        openRouter.streamingChatModel().build().chat("hi", handler);
        Thread alice = new Thread(() -> {
            user.set("Alice");
            openRouter.close();
        });
        alice.start();
        alice.join();

        patiently().untilAsserted(() -> assertThat(seen).hasValue("as null"));
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o");
    }

    /** Streams are silent after their first token, until it opens. */
    private Gate gateAfterFirstToken() {
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("Seine")
                        .waitFor(gate)
                        .finish("stop")
                        .done());
        return gate;
    }

    private static long named(String prefix, Set<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private record Latches(CountDownLatch begun, CountDownLatch ended) implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String text) {
            begun.countDown();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            ended.countDown();
        }

        @Override
        public void onError(Throwable error) {
            ended.countDown();
        }
    }
}
