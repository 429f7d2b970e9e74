package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RawAnswer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import okhttp3.OkHttpClient;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not from OpenRouter's API are not retried, and the message says where they come from. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class WrongAddressTest {

    private static final String PAGE = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Hi</body></html>";

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    WrongAddressTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .time(new FakeTime())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_page_instead_of_an_answer_is_asked_for_once_and_names_the_address(EveryCall call) {
        for (RawAnswer page : new RawAnswer[] {
            Answer.raw(200, "text/html; charset=utf-8", PAGE),
            Answer.raw(200, "application/json", "\n " + PAGE),
            Answer.raw(200, "text/html", "It works!"),
            Answer.raw(404, "text/html", PAGE),
            Answer.raw(404, "text/plain", "404 page not found"),
            Answer.raw(404, "application/json", "{\"detail\":\"Not Found\"}"),
            Answer.raw(404, "text/plain", ""),
            Answer.raw(405, "text/html", PAGE),
            Answer.raw(405, "application/json", "{\"detail\":\"Method Not Allowed\"}"),
            Answer.raw(400, "text/html", PAGE),
            Answer.raw(304, "text/html", ""),
            Answer.raw(300, "text/html", PAGE),
        }) {
            server.reset();
            server.when(Match.path(call.path())).answer(page);

            Throwable failure = catchThrowable(() -> call.on(openRouter));

            assertThat(failure).as("%s", page).isInstanceOf(InvalidRequestException.class);
            assertThat(failure)
                    .hasMessageContainingAll(call.url(server.baseUrl()), "baseUrl", "/api/v1")
                    .hasMessageNotContaining("OpenRouter answered");
            assertThat(server.requests(call.path())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_error_that_says_only_not_found_names_the_address_and_blames_no_living_model(EveryCall call) {
        if (call.isOfOneRecord()) {
            return; // not found means there: no such record
        }
        for (String message : new String[] {
            "Resource not found",
            "Not Found",
            "The requested URL was not found on the server. Check your spelling.",
            "no Route matched with those values",
            "Unknown request URL: POST /v1/v1/chat",
            "Invalid URL (POST /v1/v1/chat)",
            "Cannot POST /v1/v1/chat"
        }) {
            server.reset();
            server.when(Match.path(call.path())).answer(Answer.error(404, message));

            assertThat(catchThrowable(() -> call.on(openRouter)))
                    .isInstanceOf(call.namesNoModel() ? InvalidRequestException.class : ModelNotFoundException.class)
                    .hasMessageContainingAll("404: " + message, " Check baseUrl", "/api/v1")
                    .hasMessageNotContaining("successor");
            assertThat(server.requests(call.path())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_image_that_was_not_found_blames_neither_the_address_nor_the_model(Style style) {
        server.answer(
                Answer.raw(
                        404,
                        "application/json",
                        "{\"error\":{\"code\":404,\"message\":\"Not Found\",\"metadata\":{\"error_type\":\"image_not_found\"}}}"));

        assertThat(catchThrowable(() -> style.chat(openRouter, "Hi")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("OpenRouter answered 404 (image_not_found): Not Found");
    }

    @ParameterizedTest
    @EnumSource
    void a_404_that_tells_which_model_is_missing_does_not_blame_the_address(Style style) {
        server.answer(
                Answer.raw(
                        404,
                        "application/json",
                        "{\"error\":{\"code\":404,\"message\":\"Not Found\",\"availability\":{\"code\":\"model_not_found\"}}}"));

        assertThat(catchThrowable(() -> style.chat(openRouter, "Hi")))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageNotContaining("baseUrl");
    }

    @ParameterizedTest
    @EnumSource
    void the_id_of_a_failed_answer_is_a_sentence_of_its_own(Style style) {
        server.answer(Answer.raw(400, "application/json", "{\"error\":{\"code\":400,\"message\":\"Bad key\"}}")
                .header("X-Generation-Id", "gen-7"));

        assertThat(catchThrowable(() -> style.chat(openRouter, "Hi")))
                .hasMessage("OpenRouter answered 400: Bad key. Generation id: gen-7.");
    }

    @ParameterizedTest
    @CsvSource({"300, Multiple Choices", "304, Not Modified"})
    void a_status_that_is_no_answer_is_named(int status, String name) {
        for (Style style : Style.values()) {
            server.answer(Answer.raw(status, "text/plain", ""));

            Throwable failure = catchThrowable(() -> style.chat(openRouter, "Hi"));

            assertThat(failure)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(status + " (" + name + ")")
                    .hasMessageNotContaining("502");
            assertThat(OpenRouterException.in(failure).orElseThrow().statusCode())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_refusal_of_a_proxy_is_not_told_as_one_of_openrouter(EveryCall call) {
        server.when(Match.path(call.path())).answer(Answer.raw(403, "text/html", "<title>Blocked</title>"));

        assertThat(catchThrowable(() -> call.on(openRouter)))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContainingAll("403 (Forbidden)", "Blocked", "proxy")
                .hasMessageNotContainingAny("OpenRouter answered", "apiKey");
        assertThat(server.requests(call.path())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Cannot get the image from https://example.com/cat.png", "Invalid URL: https://example.com/cat"})
    void an_error_about_a_url_of_the_request_does_not_blame_the_address(String message) {
        EveryCall call = EveryCall.CHAT;
        server.when(Match.path(call.path())).answer(Answer.error(404, message));

        assertThat(catchThrowable(() -> call.on(openRouter)))
                .hasMessageContaining(message)
                .hasMessageNotContaining("baseUrl");
    }

    @ParameterizedTest
    @EnumSource
    void a_network_that_wants_a_login_is_not_taken_for_openrouter_and_not_asked_again(EveryCall call) {
        server.when(Match.path(call.path())).answer(Answer.raw(511, "text/html", "<title>Log in</title>"));

        assertThat(catchThrowable(() -> call.on(openRouter)))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContainingAll("511 (Network Authentication Required)", "Log in", "proxy")
                .hasMessageNotContainingAny("OpenRouter answered", "apiKey");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_proxy_that_wants_a_name_and_password_is_named(boolean known) {
        URI uri = URI.create(server.baseUrl());
        OkHttpClient http = known
                ? new OkHttpClient.Builder()
                        .proxy(new Proxy(
                                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort())))
                        .build()
                : null;
        for (Style style : Style.values()) {
            try (OpenRouter proxied = OpenRouter.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey(server.apiKey())
                    .modelName("openai/gpt-4o")
                    .okHttpClient(http)
                    .time(new FakeTime())
                    .build()) {
                server.reset();
                server.answer(Answer.raw(407, "text/html", "<title>Who are you</title>"));

                assertThat(catchThrowable(() -> style.chat(proxied, "Hi")))
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageContainingAll("407 (Proxy Authentication Required)", "proxy")
                        .hasMessageNotContaining("OpenRouter answered");
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_proxy_that_does_not_reach_openrouter_now_is_asked_again(Style style) {
        byte[] busy = RawServer.response(503, "text/html", "<title>Busy</title>");
        try (RawServer proxy = RawServer.answering(busy);
                OpenRouter proxied = behind(Proxy.Type.HTTP, "127.0.0.1", proxy.port())) {
            assertThatThrownBy(() -> style.chat(proxied, "Hi"))
                    .isInstanceOf(UnresolvedModelServerException.class)
                    .hasMessageContaining("a proxy refused it with 503 to CONNECT");

            assertThat(proxy.requests()).hasSize(3).allMatch(request -> request.startsWith("CONNECT gateway.example"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_proxy_that_wants_a_name_and_password_for_a_tunnel_is_named_and_not_asked_again(Style style) {
        byte[] unknown = RawServer.response(407, "text/html", "<title>Who are you</title>");
        try (RawServer proxy = RawServer.answering(unknown);
                OpenRouter proxied = behind(Proxy.Type.HTTP, "127.0.0.1", proxy.port())) {
            assertThatThrownBy(() -> style.chat(proxied, "Hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContainingAll("407 (Proxy Authentication Required)", "proxy");

            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_proxy_whose_host_is_a_url_is_named_without_its_password(Style style) {
        for (Proxy.Type type : List.of(Proxy.Type.HTTP, Proxy.Type.SOCKS)) {
            for (String host : List.of("http://proxy.hunter22.example", "me:hunter22@proxy.example.org")) {
                try (OpenRouter proxied = behind(type, host, 3128)) {
                    assertThatThrownBy(() -> style.chat(proxied, "Hi"))
                            .as(type + " " + host)
                            .isInstanceOf(UnresolvedModelServerException.class)
                            .hasMessageContainingAll(
                                    "https.proxyHost", "socksProxyHost", "proxy of okHttpClient", "a name alone")
                            .satisfies(failure -> assertThat(Throwables.getStackTrace(failure))
                                    .doesNotContain("hunter22"));
                }
            }
        }
    }

    private static OpenRouter behind(Proxy.Type type, String host, int port) {
        return OpenRouter.builder()
                .baseUrl("https://gateway.example/api/v1")
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .okHttpClient(OwnOkHttp.builder()
                        .proxy(new Proxy(type, InetSocketAddress.createUnresolved(host, port)))
                        .build())
                .maxRetries(2)
                .time(new FakeTime())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void an_address_with_https_at_a_port_without_tls_is_told_as_that(Style style) {
        try (OpenRouter withTls = OpenRouter.builder()
                .baseUrl(server.baseUrl().replace("http://", "https://"))
                .apiKey(server.apiKey())
                .time(new FakeTime())
                .build()) {
            assertThat(catchThrowable(() -> style.chat(withTls, "Hi")))
                    .isInstanceOf(UnresolvedModelServerException.class)
                    .hasMessageContainingAll("https://", "the answer is not TLS", "Check baseUrl", "http://", "proxy");
        }
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_page_of_a_gateway_that_fails_is_still_its_failure(Style style) {
        server.when(Match.path("/chat/completions")).answer(Answer.raw(502, "text/html", PAGE));

        assertThat(catchThrowable(() -> style.chat(openRouter, "Hi"))).isInstanceOf(InternalServerException.class);
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void json_that_is_called_a_page_is_an_answer(Style style) {
        server.answer(Answer.raw(
                200, "text/html", "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}"));

        assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @EnumSource
    void no_failure_tells_what_a_page_with_status_200_says(EveryCall call) {
        server.when(Match.path(call.path())).answer(Answer.raw(200, "text/html", "<p>you asked: secret</p>"));

        assertThat(catchThrowable(() -> call.on(openRouter)))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageNotContaining("secret");
    }
}
