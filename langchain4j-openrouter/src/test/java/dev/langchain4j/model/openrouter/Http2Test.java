package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over TLS with a server that speaks HTTP/2, as openrouter.ai does. */
class Http2Test {

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

    private OpenRouter openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.url("/api/v1").toString())
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .okHttpClient(trusting)
                .build();
    }

    private static CompletableFuture<ChatResponse> stream(OpenRouterStreamingChatModel model) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        model.chat("hi", new StreamingChatResponseHandler() {
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
