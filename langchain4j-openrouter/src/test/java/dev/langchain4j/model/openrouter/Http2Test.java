package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.FreshJvm;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.LossyRouter;
import dev.langchain4j.model.openrouter.support.Trusting;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS with a server that speaks HTTP/2, as openrouter.ai does. */
@Timeout(60)
class Http2Test {

    private static final String STORE_PASSWORD = "changeit";

    @RegisterExtension
    static final OpenRouterServerExtension OPENROUTER = OpenRouterServerExtension.tls();

    private final OpenRouterServer server = OPENROUTER.server();
    private final Trusting trusting = new Trusting(server);

    @AfterEach
    void close() {
        trusting.close();
    }

    @Test
    void a_plain_call_speaks_http_2() {
        try (OpenRouter openRouter = openRouter()) {
            assertThat(openRouter.chat("hi")).isNotBlank();
        }
        assertThat(trusting.connections()).extracting(Connection::protocol).containsExactly(Protocol.HTTP_2);
    }

    @Test
    void streams_share_one_connection() throws Exception {
        int streams = 20;
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("one ")
                        .waitFor(gate)
                        .text("two")
                        .finish("stop")
                        .done());
        try (OpenRouter openRouter = openRouter()) {
            openRouter.chat("the connection is there before the streams are");
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            List<CompletableFuture<ChatResponse>> answers =
                    IntStream.range(0, streams).mapToObj(i -> stream(model)).toList();
            patiently().until(() -> server.openStreams() == streams);
            gate.open();
            for (CompletableFuture<ChatResponse> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("one two");
            }
        }
        assertThat(trusting.connectionCount()).isEqualTo(1);
    }

    @Test
    void more_calls_than_a_connection_takes_get_other_connections() {
        int calls = 10;
        server.maxConcurrentStreams(2);
        Gate gate = new Gate();
        server.when(Match.streaming())
                .answer(Answer.stream()
                        .text("one ")
                        .waitFor(gate)
                        .text("two")
                        .finish("stop")
                        .done());
        try (OpenRouter openRouter = openRouter()) {
            openRouter.chat("the limit is known before the streams are");
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            List<CompletableFuture<ChatResponse>> answers =
                    IntStream.range(0, calls).mapToObj(i -> stream(model)).toList();
            patiently().until(() -> server.openStreams() == calls);
            gate.open();

            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.join().aiMessage().text()).isEqualTo("one two"));
        }
        assertThat(trusting.connectionCount()).isGreaterThanOrEqualTo(calls / 2);
    }

    @Test
    void a_silent_stream_ends_without_its_connection() {
        FakeTime time = new FakeTime();
        server.answer(Answer.text("Hello"), Answer.stream().text("one ").silence(), Answer.text("Hello again"));
        try (OpenRouter openRouter = builder().time(time).build()) {
            openRouter.chat("the connection is there before the stream is");
            HandlerRecorder handler = new HandlerRecorder();
            openRouter.streamingChatModel().build().chat("hi", handler);
            handler.awaitCall("text one ");
            passing(time).until(handler::hasEnded);

            assertThat(handler.awaitError()).isInstanceOf(TimeoutException.class);
            assertThat(openRouter.chat("hi")).isEqualTo("Hello again");
            patiently().until(() -> server.openStreams() == 0);
        }
        assertThat(trusting.connectionCount()).isEqualTo(1);
    }

    @Test
    void a_call_survives_that_its_connection_is_lost_without_a_word() throws Exception {
        URI target = URI.create(server.baseUrl());
        OkHttpClient pinging = trusting.client()
                .newBuilder()
                .pingInterval(Duration.ofMillis(200))
                .build();
        try (LossyRouter router = new LossyRouter(target.getPort());
                OpenRouter openRouter = builder()
                        .baseUrl("https://127.0.0.1:" + router.port() + target.getPath())
                        .okHttpClient(pinging)
                        .time(new FakeTime())
                        .build()) {
            openRouter.chat("the connection is there before it is lost");
            router.loseConnections();

            assertThat(openRouter.chat("hi")).isNotBlank();
        }
    }

    @Test
    void a_stream_that_is_ended_by_closing_its_connection_leaves_no_busy_thread_behind(@TempDir Path folder)
            throws Exception {
        server.answer(Answer.text("Hello"), Answer.stream().text("Half an ans").silence());

        String printed = FreshJvm.run(
                List.of(
                        "-Djavax.net.ssl.trustStore=" + trustStore(folder),
                        "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD),
                CloseDuringStream.class,
                server.baseUrl(),
                server.apiKey());

        assertThat(printed).contains("No thread is busy.");
    }

    /** Closes a connection of its own while a stream is open, in the middle of one of its callbacks. */
    static final class CloseDuringStream {

        private CloseDuringStream() {}

        public static void main(String[] arguments) throws Exception {
            var begun = new CountDownLatch(1);
            var closed = new CountDownLatch(1);
            CompletableFuture<ChatResponse> answer;
            try (OpenRouter openRouter = OpenRouter.builder()
                    .baseUrl(arguments[0])
                    .apiKey(arguments[1])
                    .modelName("openai/gpt-4o")
                    .build()) {
                openRouter.chat("the connection is there before the stream is");
                answer = stream(openRouter.streamingChatModel().build(), text -> {
                    begun.countDown();
                    await(closed);
                });
                await(begun);
            }
            closed.countDown();
            patiently().until(answer::isCompletedExceptionally);
            patiently().untilAsserted(() -> assertThat(busyThreads()).isEmpty());
            System.out.println("No thread is busy.");
        }

        /** One that waits for a task holds nothing: all of OkHttp shares it, and it ends after a minute. */
        private static List<String> busyThreads() {
            return Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().matches("(OkHttp|openrouter-).*"))
                    .filter(thread -> Arrays.stream(thread.getValue())
                            .noneMatch(frame -> frame.getMethodName().equals("getTask")))
                    .map(thread -> thread.getKey().getName())
                    .toList();
        }
    }

    private Path trustStore(Path folder) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", server.certificate());
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OpenRouter openRouter() {
        return builder().build();
    }

    private OpenRouter.Builder builder() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .okHttpClient(trusting.client());
    }

    /** Waits while the clock of the library runs fast. */
    private static ConditionFactory passing(FakeTime time) {
        return patiently().conditionEvaluationListener(looked -> time.advance(Duration.ofSeconds(10)));
    }

    private static CompletableFuture<ChatResponse> stream(OpenRouterStreamingChatModel model) {
        return stream(model, text -> {});
    }

    private static CompletableFuture<ChatResponse> stream(OpenRouterStreamingChatModel model, Consumer<String> texts) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        model.chat("hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                texts.accept(text);
            }

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
