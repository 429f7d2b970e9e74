package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams and proxies repeat the key that they refuse, in every spelling. Whoever reads messages and logs never sees it. */
@ExtendWith(OpenRouterServerExtension.class)
class EchoedSecretsTest {

    static final String KEY = "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";
    static final String GATEWAY_KEY = "Zq8vN3xT7mLw/2KpR5+sYb6H==";
    static final String PROVIDER_KEY = "pk_live_H7bNq2Lw9ZtX4cVr8Ys1";
    static final String TEAM_SECRET = "tango-4417-whiskey-0932";

    private final OpenRouterServer server;
    private final LoggedEvents log = LoggedEvents.ofLibrary(Level.DEBUG);

    EchoedSecretsTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    static Stream<Arguments> spellings() {
        return Stream.of(KEY, GATEWAY_KEY, PROVIDER_KEY, TEAM_SECRET).flatMap(EchoedSecretsTest::spellingsOf);
    }

    private static Stream<Arguments> spellingsOf(String secret) {
        int half = secret.length() / 2;
        String percent = URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("-", "%2D");
        String escaped =
                secret.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
        return Stream.of(
                arguments("plain", secret, secret),
                arguments("in quotes", secret, "\"" + secret + "\""),
                arguments("with its scheme", secret, "Bearer " + secret),
                arguments("percent-encoded", secret, percent),
                arguments("percent-encoded twice", secret, percent.replace("%", "%25")),
                arguments("escaped", secret, escaped),
                arguments("escaped twice", secret, escaped.replace("\\", "\\\\")),
                arguments("over two lines", secret, secret.substring(0, half) + "\n    " + secret.substring(half)),
                arguments("over two lines of JSON", secret, secret.substring(0, half) + "\\n" + secret.substring(half)),
                arguments("in two texts", secret, secret.substring(0, half) + "\" + \"" + secret.substring(half)),
                arguments("without its beginning", secret, "…" + secret.substring(secret.length() / 4)),
                arguments("without its end", secret, secret.substring(0, secret.length() * 3 / 4) + "…"),
                arguments("upper case", secret, secret.toUpperCase(Locale.ROOT)),
                arguments("in HTML", secret, secret.replace("-", "&#45;").replace("/", "&#x2F;")),
                arguments("base64", secret, base64("Bearer " + secret)),
                arguments("base64 twice", secret, base64(base64("Bearer " + secret))),
                arguments(
                        "in full width",
                        secret,
                        secret.chars()
                                .mapToObj(c -> String.valueOf((char) (c + 0xFEE0)))
                                .collect(Collectors.joining())),
                arguments(
                        "with named entities",
                        secret,
                        secret.replace("-", "&hyphen;")
                                .replace("/", "&sol;")
                                .replace("_", "&lowbar;")
                                .replace("+", "&plus;")),
                arguments(
                        "in HTML twice",
                        secret,
                        secret.replace("-", "&amp;#45;")
                                .replace("/", "&amp;#x2F;")
                                .replace("_", "&amp;lowbar;")),
                arguments(
                        "escaped with braces",
                        secret,
                        secret.chars()
                                .mapToObj(c -> "\\u{" + Integer.toHexString(c) + "}")
                                .collect(Collectors.joining())),
                arguments("hexadecimal", secret, HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))),
                arguments("with invisible characters", secret, String.join("\u200b", secret.split("(?<=\\G.{5})"))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spellings")
    void what_was_sent_is_removed_in_every_spelling(String spelling, String secret, String echoed) {
        server.answer(
                Answer.raw(401, "application/json", error(echoed)).header("X-Generation-Id", "gen-" + ascii(echoed)));

        Throwable failure = catchThrowable(() -> chat("hi"));

        assertHidden(told(failure), secret, echoed);
        assertHidden(log.text(), secret, echoed);
        assertThat(failure.getMessage()).contains("invalid key", "Flagged for: [key ");
    }

    static Stream<String> escapes() {
        return Stream.of(
                escaped("%%%02x"),
                escaped("%%252525%02X"),
                escaped("\\u%04x"),
                escaped("\\\\\\\\u%04X"),
                escaped("\\x%02x"),
                escaped("\\u{%x}"),
                escaped("\\u{%07x}"),
                escaped("\\\\u{%X}"),
                escaped("&#%d;"),
                escaped("&#%07d;"),
                escaped("&#x%x;"),
                escaped("&#X%X;"),
                escaped("&amp;amp;#%d;"),
                TEAM_SECRET.replace("-", "\\r\\n\\t\\b\\f"),
                TEAM_SECRET.replace("-", "\\\\r\\\\n\\\\t\\\\b\\\\f"),
                TEAM_SECRET.replace("2", "\\u{32"),
                TEAM_SECRET.replace("tango", "&#116ango"),
                TEAM_SECRET.replace("-", "&UnderBar;"),
                TEAM_SECRET.replace("-", "&amp;amp;dash;"),
                TEAM_SECRET.replace("-", "-%-\\u{}&#;"));
    }

    private static String escaped(String format) {
        return TEAM_SECRET.chars().mapToObj(c -> String.format(format, c)).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void a_secret_is_removed_with_its_escapes_and_nothing_else(String echoed) {
        server.answer(Answer.error(400, "Refused because of " + echoed + " today: " + echoed));

        assertThat(catchThrowable(() -> chat("hi")))
                .hasMessageContaining("Refused because of ******** today: ********");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\", "\\\\", "\\u", "\\u00", "\\u{", "\\u{7", "\\x2", "%", "%2", "%25", "&", "&#", "&#x", "&#x7",
                "&#7", "&lt", "&amp;"
            })
    void a_text_may_end_within_an_escape(String cut) {
        server.answer(Answer.error(400, "Refused " + TEAM_SECRET + " before " + cut));

        assertThat(catchThrowable(() -> chat("hi"))).hasMessageContaining("Refused ******** before " + cut);
    }

    @ParameterizedTest
    @EnumSource
    void no_endpoint_shows_a_key_that_an_error_repeats(EveryCall call) {
        server.when(Match.path(call.path()))
                .answer(Answer.raw(401, "application/json", error(KEY)).header("X-Generation-Id", "gen-" + KEY));

        Throwable failure = catchThrowable(() -> make(call));

        assertThat(failure).isNotNull();
        assertHidden(told(failure), KEY, KEY);
        assertHidden(log.text(), KEY, KEY);
    }

    @ParameterizedTest
    @EnumSource
    void no_endpoint_shows_a_key_that_an_error_inside_a_success_repeats(EveryCall call) {
        server.when(Match.path(call.path())).answer(Answer.raw(200, "application/json", error(KEY)));

        Throwable failure = catchThrowable(() -> make(call));

        assertThat(failure).isNotNull();
        assertHidden(told(failure), KEY, KEY);
        assertHidden(log.text(), KEY, KEY);
    }

    @Test
    void an_answer_that_is_refused_shows_no_key() {
        String chat = "{\"id\":\"gen-" + KEY + "\",\"provider\":\"" + KEY
                + "\",\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"{\"}}]}";
        String rerank = "{\"id\":\"gen-" + KEY + "\",\"provider\":\"" + KEY
                + "\",\"results\":[{\"index\":7,\"relevance_score\":1}]}";
        ChatRequest json = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .responseFormat(ResponseFormat.JSON)
                .build();
        server.answer(Answer.raw(200, "application/json", chat), Answer.raw(200, "application/json", rerank));
        try (OpenRouter openRouter = openRouter().build()) {
            Throwable cut = catchThrowable(() -> openRouter.chatModel().build().chat(json));
            Throwable unfit = catchThrowable(() -> openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .score("text", "query"));

            assertThat(cut).hasMessageContaining("Generation id: gen-********");
            assertThat(unfit).hasMessageContaining("Generation id: gen-********");
            assertHidden(told(cut) + told(unfit), KEY, KEY);
        }
    }

    @Test
    void an_error_inside_a_stream_shows_no_key() {
        server.answer(Answer.raw(
                200,
                "text/event-stream",
                "data: {\"id\":\"gen-" + KEY + "\",\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\ndata: "
                        + error(KEY) + "\n\n"));
        HandlerRecorder handler = new HandlerRecorder();

        try (OpenRouter openRouter = openRouter().build()) {
            openRouter.streamingChatModel().build().chat("hi", handler);
            assertHidden(told(handler.awaitError()), KEY, KEY);
        }

        assertHidden(log.text(), KEY, KEY);
    }

    @Test
    void a_status_line_that_is_none_shows_no_key() throws Exception {
        try (var socket = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (var connection = socket.accept()) {
                    connection.getInputStream().read(new byte[64 * 1024]);
                    connection
                            .getOutputStream()
                            .write(("HTTP/1.1 " + KEY + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
            answering.start();
            Throwable failure;
            try (OpenRouter openRouter = openRouter()
                    .baseUrl("http://127.0.0.1:" + socket.getLocalPort())
                    .maxRetries(0)
                    .build()) {
                failure = catchThrowable(() -> openRouter.chat("hi"));
            }
            answering.join();

            assertThat(failure).hasMessageContaining("failed");
            assertHidden(told(failure), KEY, KEY);
        }
    }

    @Test
    void a_redirect_to_an_address_with_the_key_shows_no_key() {
        server.answer(Answer.raw(308, "text/plain", "").header("Location", "https://" + KEY + ".example/chat"));

        assertHidden(told(catchThrowable(() -> chat("hi"))), KEY, KEY);
    }

    @Test
    void a_batch_shows_no_key_and_no_command_to_a_terminal() {
        String evil = KEY + "\\u001b[31m";
        String batch =
                "{\"id\":\"batch_a1\",\"endpoint\":\"/v1/%s\",\"status\":\"%s\",\"request_counts\":{\"total\":1},"
                        + "\"results\":[],\"error\":{\"message\":\"" + evil + "\"}}";
        server.when(Match.path("/batches/batch_a1"))
                .answer(
                        Answer.raw(200, "application/json", batch.formatted(evil, "completed")),
                        Answer.raw(200, "application/json", batch.formatted("chat/completions", evil)));
        try (OpenRouter openRouter = openRouter().build()) {
            OpenRouterBatchChatModel batches = openRouter.batchChatModel().build();
            Throwable ofAnotherKind = catchThrowable(() -> batches.retrieve("batch_a1"));
            OpenRouterBatchResponse<ChatResponse> unknown = batches.retrieve("batch_a1");

            assertThat(ofAnotherKind).hasMessageContaining("is a batch for /v1/********, which");
            assertThat(unknown.status()).isEqualTo("********");
            String told = told(ofAnotherKind) + unknown + unknown.results();
            assertHidden(told, KEY, KEY);
            assertThat(told).doesNotContain("\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "completions", "completed"})
    void a_secret_that_is_a_word_of_the_api_hides_no_batch(String secret) {
        server.when(Match.path("/batches/batch_a1"))
                .answer(Answer.raw(
                        200,
                        "application/json",
                        "{\"id\":\"batch_a1\",\"endpoint\":\"/v1/chat/completions\",\"status\":\"completed\","
                                + "\"request_counts\":{\"total\":0},\"results\":[]}"));
        try (OpenRouter openRouter =
                openRouter().customHeaders(Map.of("X-Auth-Mode", secret)).build()) {
            assertThat(openRouter.batchChatModel().build().retrieve("batch_a1").status())
                    .isEqualTo("completed");
        }
    }

    @Test
    void a_prompt_that_holds_the_key_is_logged_without_it() {
        server.answer("I will keep " + KEY + " to myself");

        chat("My key is " + KEY);

        assertHidden(log.text(), KEY, KEY);
        assertThat(log.text()).contains("My key is", "to myself");
    }

    @Test
    void headers_that_the_user_names_are_secret_too() {
        server.answer(Answer.error(400, "no room for guest-7781-olive"));

        Throwable failure;
        try (OpenRouter openRouter = openRouter()
                .customHeaders(Map.of("X-Guest", "guest-7781-olive"))
                .secretHeaders("x-guest")
                .build()) {
            failure = catchThrowable(() -> openRouter.chat("hi"));
        }

        assertHidden(told(failure), "guest-7781-olive", "guest-7781-olive");
        assertHidden(log.text(), "guest-7781-olive", "guest-7781-olive");
    }

    @Test
    void a_short_secret_is_removed_where_it_stands_alone() {
        server.answer(Answer.error(400, "auth of pony1 failed, try ponytail or 'pony1'"));

        Throwable failure;
        try (OpenRouter openRouter =
                openRouter().customHeaders(Map.of("X-Auth", "pony1")).build()) {
            failure = catchThrowable(() -> openRouter.chat("hi"));
        }

        assertThat(failure).hasMessageContaining("auth of ******** failed, try ponytail or '********'");
    }

    @Test
    void words_that_are_no_secret_stay() {
        server.answer(Answer.error(400, "Keys look like sk-or-v1-..., yours ends in 4b68"));

        assertThat(catchThrowable(() -> chat("hi")))
                .hasMessageContaining("Keys look like sk-or-v1-..., yours ends in 4b68");
    }

    private void make(EveryCall call) {
        try (OpenRouter openRouter = openRouter().build()) {
            call.on(openRouter);
        }
    }

    private void chat(String prompt) {
        try (OpenRouter openRouter = openRouter().build()) {
            openRouter
                    .chatModel()
                    .build()
                    .chat(ChatRequest.builder()
                            .messages(UserMessage.from(prompt))
                            .parameters(OpenRouterChatRequestParameters.builder()
                                    .providerApiKeys(Map.of("anthropic", PROVIDER_KEY))
                                    .build())
                            .build());
        }
    }

    private OpenRouter.Builder openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .modelName("openai/gpt-4o")
                .customHeaders(Map.of("X-Gateway-Key", GATEWAY_KEY, "X-Team-Secret", TEAM_SECRET))
                .logRequests(true)
                .logResponses(true);
    }

    /** In every member that ends up in a message or in what users get from the exception. */
    private static String error(String echoed) {
        String text = "key " + echoed;
        return "{\"error\":{\"code\":401,\"message\":" + quoted("invalid key " + echoed) + ",\"error_type\":"
                + quoted("authentication") + ",\"metadata\":{\"provider_name\":" + quoted(text) + ",\"raw\":"
                + quoted(text) + ",\"reasons\":[" + quoted(text) + "]," + quoted(echoed)
                + ":1,\"nested\":[{\"key\":" + quoted(text) + "}]},\"availability\":{\"code\":\"x\",\"excluded_by\":["
                + quoted(text) + "],\"fallback_models\":[" + quoted(text)
                + "],\"constraint\":{\"field\":\"f\",\"detail\":"
                + quoted(text) + "}}}}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String ascii(String text) {
        return text.replaceAll("[^!-~]", "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that a user or a log could get from a failure. */
    static String told(@Nullable Throwable failure) {
        StringWriter trace = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(trace));
        }
        String details = OpenRouterException.in(failure)
                .map(e -> e.metadata() + " " + e.generationId() + " " + e.provider() + " " + e.upstreamMessage() + " "
                        + e.errorType() + " " + e.errorCode() + " " + e.availability())
                .orElse("");
        return trace + details;
    }

    static void assertHidden(String text, String secret, String echoed) {
        assertThat(text).doesNotContain(echoed).doesNotContain(secret);
        for (int i = 0; i + 14 <= secret.length(); i++) {
            assertThat(text).doesNotContainIgnoringCase(secret.substring(i, i + 14));
        }
    }
}
