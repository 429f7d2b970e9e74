package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.support.FreshJvm;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS with a server that speaks HTTP/2, as openrouter.ai does. */
class Http2Test {

    private static final String STORE_PASSWORD = "changeit";

    private final HeldCertificate certificate = new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .build();
    private final MockWebServer server = new MockWebServer();
    private OkHttpClient trusting;

    @BeforeEach
    void start() throws IOException {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.start();
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        trusting = new OkHttpClient.Builder()
                .sslSocketFactory(client.sslSocketFactory(), client.trustManager())
                .build();
    }

    @AfterEach
    void stop() {
        trusting.dispatcher().executorService().shutdown();
        trusting.connectionPool().evictAll();
        server.close();
    }

    @Test
    void a_plain_call_speaks_http_2() throws Exception {
        server.enqueue(json());
        try (OpenRouter openRouter = openRouter()) {
            assertThat(openRouter.chat("hi")).isNotBlank();
        }
        assertThat(server.takeRequest(5, TimeUnit.SECONDS))
                .extracting(RecordedRequest::getVersion)
                .isEqualTo("HTTP/2");
    }

    @Test
    void streams_share_one_connection() throws Exception {
        int streams = 20;
        server.enqueue(json());
        IntStream.range(0, streams)
                .forEach(i -> server.enqueue(new MockResponse.Builder()
                        .addHeader("Content-Type", "text/event-stream")
                        .body(Payloads.text("streams/text.sse"))
                        .build()));
        try (OpenRouter openRouter = openRouter()) {
            openRouter.chat("the connection is there before the streams are");
            OpenRouterStreamingChatModel model = openRouter.streamingChatModel().build();
            List<CompletableFuture<ChatResponse>> answers =
                    IntStream.range(0, streams).mapToObj(i -> stream(model)).toList();
            for (CompletableFuture<ChatResponse> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS).aiMessage().text()).isNotBlank();
            }
        }
        assertThat(server.getRequestCount()).isEqualTo(streams + 1);
        assertThat(trusting.connectionPool().connectionCount()).isEqualTo(1);
    }

    @Test
    void a_stream_that_is_ended_by_closing_its_connection_leaves_no_busy_thread_behind(@TempDir Path folder)
            throws Exception {
        var ended = new CountDownLatch(1);
        server.enqueue(json());
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(new SilentAfterItsFirstHalf(Payloads.text("streams/text.sse"), ended))
                .build());
        try {
            String printed = FreshJvm.run(
                    List.of(
                            "-Djavax.net.ssl.trustStore=" + trustStore(folder),
                            "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD),
                    CloseDuringStream.class,
                    server.url("/api/v1").toString());

            assertThat(printed).contains("No thread is busy.");
        } finally {
            ended.countDown();
        }
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
                    .apiKey("sk-or-v1-test")
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

    /** A stream that says no more until {@code ended}. */
    private record SilentAfterItsFirstHalf(String events, CountDownLatch ended) implements MockResponseBody {

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8(events.substring(0, events.length() / 2)).flush();
            await(ended);
        }
    }

    private Path trustStore(Path folder) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", certificate.certificate());
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
        return OpenRouter.builder()
                .baseUrl(server.url("/api/v1").toString())
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .okHttpClient(trusting)
                .build();
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

    private static MockResponse json() {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(Payloads.text("answers/text.json"))
                .build();
    }
}
