package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's OkHttpClient signs requests and sends cookies, for a gateway that repeats them in its refusal. */
@ExtendWith(OpenRouterServerExtension.class)
class SecretsOfAUsersClientTest {

    private static final String SECRET = "tango-4417-whiskey-0932";

    private final OpenRouterServer server;
    private final LoggedEvents log = LoggedEvents.ofLibrary(Level.DEBUG);

    SecretsOfAUsersClientTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    static Stream<Arguments> clients() {
        Interceptor signs = chain -> chain.proceed(chain.request()
                .newBuilder()
                .header("X-Gateway-Signature", SECRET)
                .build());
        return Stream.of(
                arguments("interceptor", new OkHttpClient.Builder().addInterceptor(signs)),
                arguments("network interceptor", new OkHttpClient.Builder().addNetworkInterceptor(signs)),
                arguments("cookie jar", new OkHttpClient.Builder().cookieJar(new SessionCookie())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void nobody_sees_what_it_adds(String part, OkHttpClient.Builder client) {
        Answer refusal = Answer.error(400, "Refused by the gateway, which got " + SECRET);
        server.answer(refusal, refusal, refusal);

        try (OpenRouter openRouter = openRouter(client)) {
            assertHidden(catchThrowable(() -> openRouter.chat("hi")));
            assertHidden(streamed(openRouter));
            assertHidden(catchThrowable(() -> openRouter
                    .chatModel()
                    .build()
                    .chatAsync(ChatRequest.builder()
                            .messages(UserMessage.from("hi"))
                            .build())
                    .join()));
        }

        assertThat(server.requests())
                .allMatch(request -> request.headers().toString().contains(SECRET));
        assertThat(log.text()).doesNotContain(SECRET);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void nobody_sees_it_in_a_redirect_and_as_an_id(String part, OkHttpClient.Builder client) {
        List<OpenRouterCostRecord> costs = new CopyOnWriteArrayList<>();
        try (RawServer gateway = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 307 Told\r\nContent-Length: 0\r\nLocation: /" + SECRET + "\r\n\r\n");
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 Told\r\nX-Generation-Id: " + SECRET + "\r\n\r\n{");
                });
                OpenRouter openRouter = builder(client, gateway.baseUrl())
                        .costListener(new OpenRouterCostListener(costs::add))
                        .build()) {
            Throwable failure = catchThrowable(() -> openRouter.chat("hi"));

            assertThat(failure).isNotNull();
            assertThat(EchoedSecretsTest.told(failure)).doesNotContain(SECRET);
            assertThat(gateway.requests()).hasSize(2);
        }
        assertThat(log.text()).contains("/********").doesNotContain(SECRET);
        assertThat(costs).isNotEmpty();
        assertThat(costs.toString()).doesNotContain(SECRET);
    }

    private OpenRouter openRouter(OkHttpClient.Builder client) {
        return builder(client, server.baseUrl()).build();
    }

    private static OpenRouter.Builder builder(OkHttpClient.Builder client, String baseUrl) {
        return OpenRouter.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-or-test")
                .modelName("openai/gpt-4o")
                .okHttpClient(client.build())
                .logRequests(true)
                .logResponses(true);
    }

    private static Throwable streamed(OpenRouter openRouter) {
        HandlerRecorder handler = new HandlerRecorder();
        openRouter.streamingChatModel().build().chat("hi", handler);
        return handler.awaitError();
    }

    private static void assertHidden(Throwable failure) {
        assertThat(failure).hasStackTraceContaining("Refused by the gateway, which got ********");
        assertThat(EchoedSecretsTest.told(failure)).doesNotContain(SECRET);
    }

    private record SessionCookie() implements CookieJar {

        @Override
        public List<Cookie> loadForRequest(HttpUrl url) {
            return List.of(new Cookie.Builder()
                    .domain(url.host())
                    .name("session")
                    .value(SECRET)
                    .build());
        }

        @Override
        public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            // it keeps the one that it has
        }
    }
}
