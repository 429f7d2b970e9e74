package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterTest {

    private static final String DEFAULT_MODEL = "openrouter/free";

    private final OpenRouterServer server;

    OpenRouterTest(OpenRouterServer server) {
        this.server = server;
    }

    // Environment

    @Test
    void the_environment_says_key_address_model_and_limits() {
        Map<String, String> environment = environment();
        environment.putAll(Map.of(
                "OPENROUTER_DEFAULT_MODEL", "gpt-4o",
                "OPENROUTER_SITE_URL", "https://example.com",
                "OPENROUTER_APP_NAME", "Example",
                "OPENROUTER_MAX_TOKENS", "123",
                "OPENROUTER_TEMPERATURE", "0.1"));

        try (OpenRouter openRouter = OpenRouter.fromEnvironment(environment)) {
            assertThat(openRouter.chat("hi")).isNotBlank();
        }

        RecordedRequest request = server.requests().get(0);
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + server.apiKey());
        assertThat(request.header("HTTP-Referer")).isEqualTo("https://example.com");
        assertThat(request.header("X-OpenRouter-Title")).isEqualTo("Example");
        assertThat(request.body().path("model").asText()).isEqualTo("openai/gpt-4o");
        assertThat(request.body().path("max_tokens").asInt()).isEqualTo(123);
        assertThat(request.body().path("temperature").asDouble()).isEqualTo(0.1);
    }

    @Test
    void an_environment_with_only_a_key_has_the_documented_defaults() {
        try (OpenRouter openRouter = OpenRouter.fromEnvironment(environment())) {
            openRouter.chat("hi");
        }

        RecordedRequest request = server.requests().get(0);
        assertThat(request.body().path("model").asText()).isEqualTo(DEFAULT_MODEL);
        assertThat(request.body().path("max_tokens").asInt()).isEqualTo(4096);
        assertThat(request.body().path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(request.header("HTTP-Referer")).isNull();
        assertThat(request.header("X-OpenRouter-Title")).isNull();
    }

    @Test
    void the_environment_bounds_the_context() {
        Map<String, String> environment = environment();
        environment.put("OPENROUTER_MAX_CONTEXT_MESSAGES", "3");

        try (OpenRouter openRouter = OpenRouter.fromEnvironment(environment)) {
            openRouter
                    .chatModel()
                    .build()
                    .chat(IntStream.range(0, 9)
                            .<dev.langchain4j.data.message.ChatMessage>mapToObj(i -> UserMessage.from("message " + i))
                            .toList());
        }

        assertThat(server.lastChatRequest().path("messages")).hasSize(3);
        assertThat(server.lastChatRequest().at("/messages/2/content").asText()).isEqualTo("message 8");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENROUTER_TIMEOUT, soon",
        "OPENROUTER_TIMEOUT, 0",
        "OPENROUTER_TIMEOUT, 1.5",
        "OPENROUTER_TEMPERATURE, warm",
        "OPENROUTER_TEMPERATURE, 2.1",
        "OPENROUTER_TEMPERATURE, NaN",
        "OPENROUTER_TEMPERATURE, 0.7f",
        "OPENROUTER_TEMPERATURE, 0x1p-1",
        "OPENROUTER_APP_NAME, Grüße",
        "OPENROUTER_MAX_TOKENS, -1",
        "OPENROUTER_MAX_CONTEXT_MESSAGES, many",
        "OPENROUTER_DEFAULT_MODEL, gpt-4p",
        "OPENROUTER_BASE_URL, openrouter.ai",
        "OPENROUTER_BASE_URL, ftp://openrouter.ai/api/v1",
        "OPENROUTER_BASE_URL, http://openrouter.ai/api/v1",
    })
    void a_malformed_variable_fails_at_once_and_is_named(String variable, String value) {
        Map<String, String> environment = environment();
        environment.put(variable, value);

        assertThatThrownBy(() -> OpenRouter.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining("'" + value + "'")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(server.apiKey()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sk-or-v1-quoted\"",
                "Bearer sk-or-v1-quoted",
                "${MY_QUOTED_KEY}",
                "sk-or-v1-...",
                "sk-or-v1-quoted and more",
                "sk-or-v1-quoted\nOTHER=1"
            })
    void a_malformed_key_in_the_environment_fails_at_once_too_and_is_not_shown(String key) {
        Map<String, String> environment = environment();
        environment.put("OPENROUTER_API_KEY", key);

        assertThatThrownBy(() -> OpenRouter.fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("OPENROUTER_API_KEY: ")
                .hasStackTraceContaining("OpenRouter API key")
                .satisfies(failure -> assertThat(failure).message().doesNotContain("quoted", "QUOTED"));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENROUTER_BASEURL, OPENROUTER_BASE_URL",
        "OPENROUTER_MAX_TOKEN, OPENROUTER_MAX_TOKENS",
        "OPENROUTER_TEMPRATURE, OPENROUTER_TEMPERATURE",
        "OPENROUTER_MODEL, OPENROUTER_DEFAULT_MODEL",
        "OPENROUTER_KEY, OPENROUTER_API_KEY",
        "OPEN_ROUTER_API_KEY, OPENROUTER_API_KEY",
        "openrouter_timeout, OPENROUTER_TIMEOUT",
        "OPENROUTER_URL, OPENROUTER_BASE_URL or OPENROUTER_SITE_URL",
    })
    void a_misspelt_variable_is_logged_with_the_right_one_and_without_its_value(String misspelt, String right) {
        try (LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN);
                OpenRouter openRouter = OpenRouter.fromEnvironment(Map.of(misspelt, "a-value"))) {
            assertThat(openRouter).isNotNull();
            assertThat(log.text()).isEqualTo("The variable " + misspelt + " is not read. Did you mean " + right + "?");
        }
    }

    @Test
    void a_misspelt_variable_is_logged_once() {
        Map<String, String> environment = Map.of("OPENROUTER_TOKENS", "9", "OPENROUTER_NAME", " ");

        try (LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN)) {
            OpenRouter.fromEnvironment(environment).close();
            OpenRouter.fromEnvironment(environment).close();
            assertThat(log.text())
                    .isEqualTo("The variable OPENROUTER_TOKENS is not read. Did you mean OPENROUTER_MAX_TOKENS?");
        }
    }

    @Test
    void a_variable_of_somebody_else_is_not_logged() {
        Map<String, String> environment = environment();
        environment.putAll(Map.of(
                "OPENROUTER_API_KEY_2",
                "k",
                "OPENROUTER_LOG_LEVEL",
                "debug",
                "OPENAI_API_KEY",
                "k",
                "ROUTER_URL",
                "x",
                "openrouter_url",
                "x"));

        try (LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN);
                OpenRouter openRouter = OpenRouter.fromEnvironment(environment)) {
            assertThat(openRouter).isNotNull();
            assertThat(log.events()).isEmpty();
        }
    }

    @Test
    void blanks_around_a_variable_do_not_count() {
        Map<String, String> environment = environment();
        environment.replaceAll((name, value) -> value + "\n");
        environment.put("OPENROUTER_TIMEOUT", " 30");
        environment.put("OPENROUTER_TEMPERATURE", "2 ");

        try (OpenRouter openRouter = OpenRouter.fromEnvironment(environment)) {
            openRouter.chat("hi");
        }
        assertThat(server.lastChatRequest().path("temperature").asDouble()).isEqualTo(2);
    }

    @Test
    void blank_variables_count_as_unset() {
        Map<String, String> environment = environment();
        environment.put("OPENROUTER_TIMEOUT", " ");
        environment.put("OPENROUTER_DEFAULT_MODEL", "");

        try (OpenRouter openRouter = OpenRouter.fromEnvironment(environment)) {
            openRouter.chat("hi");
        }
        assertThat(server.lastChatRequest().path("model").asText()).isEqualTo(DEFAULT_MODEL);
    }

    // Key

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void without_a_key_chat_fails_before_anything_is_sent_and_says_where_to_get_one(String key) {
        try (OpenRouter openRouter = openRouter().apiKey(key).build()) {
            assertThatThrownBy(() -> openRouter.chat("hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("apiKey(...)")
                    .hasMessageContaining("https://openrouter.ai/settings/keys");
        }
        assertThat(server.requests()).isEmpty();
    }

    static Stream<EveryCall> paidCalls() {
        return Stream.of(EveryCall.values()).filter(EveryCall::isPaid);
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void without_a_key_no_call_looks_up_the_price_for_its_budget(EveryCall call) {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ZERO).build();
        try (OpenRouter openRouter = openRouter().apiKey(" ").budget(budget).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("apiKey(...)");
        }
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void without_a_key_from_its_supplier_no_call_looks_up_the_price_for_its_budget(EveryCall call) {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ZERO).build();
        OpenRouterKeyRing ring =
                OpenRouterKeyRing.builder().key("none", () -> null).build();
        for (OpenRouter.Builder keyless :
                List.of(openRouter().apiKey(() -> null), openRouter().keyRing(ring))) {
            try (OpenRouter openRouter = keyless.budget(budget).build()) {
                assertThatThrownBy(() -> call.on(openRouter))
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageContaining("apiKey(...)");
            }
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_supplier_of_keys_is_asked_once_for_a_call_whose_price_is_known() {
        var asked = new AtomicInteger();
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        try (OpenRouter openRouter = openRouter()
                .apiKey(() -> {
                    asked.incrementAndGet();
                    return server.apiKey();
                })
                .modelName("openai/gpt-4o-mini")
                .budget(budget)
                .build()) {
            openRouter.chat("Hi");
            asked.set(0);

            openRouter.chat("Hi");
        }
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-or-v1-two words", "sk-or-v1-line\nbreak", "sk-or-v1-sm\u00f8rrebr\u00f8d"})
    void a_key_that_cannot_be_one_is_refused_without_being_shown(String key) {
        try (OpenRouter openRouter = openRouter().apiKey(() -> key).build()) {
            assertThatThrownBy(() -> openRouter.chat("hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("OPENROUTER_API_KEY")
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain(key.substring(9)));
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_key_supplier_is_asked_before_every_request() {
        server.addKey("sk-or-v1-first").addKey("sk-or-v1-second");
        Iterator<String> keys = List.of("sk-or-v1-first", "sk-or-v1-second").iterator();
        try (OpenRouter openRouter = openRouter().apiKey(keys::next).build()) {
            openRouter.chat("hi");
            openRouter.chat("hi");
        }
        assertThat(server.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer sk-or-v1-first", "Bearer sk-or-v1-second");
    }

    @Test
    void no_text_form_shows_the_key() {
        try (OpenRouter openRouter = openRouter().build()) {
            assertThat(openRouter.toString()).contains(server.baseUrl()).doesNotContain(server.apiKey());
            assertThat(openRouter.chatModel().build().toString()).doesNotContain(server.apiKey());
            assertThat(openRouter.chatModel().toString()).doesNotContain(server.apiKey());
        }
    }

    // Headers

    @Test
    void headers_come_from_us_from_the_user_and_from_the_request_and_the_last_one_wins() {
        ChatModel model = openRouter()
                .appCategories("cli-agent", "general-chat")
                .customHeaders(Map.of("X-Team", "model", "X-OpenRouter-Metadata", "enabled", "user-agent", "mine"))
                .build()
                .chatModel()
                .modelName(DEFAULT_MODEL)
                .build();

        model.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .customHeaders(Map.of("x-team", "request"))
                        .build())
                .build());

        RecordedRequest request = server.requests().get(0);
        assertThat(request.headers().get("x-team")).containsExactly("request");
        assertThat(request.headers().get("user-agent")).containsExactly("mine");
        assertThat(request.header("X-OpenRouter-Metadata")).isEqualTo("enabled");
        assertThat(request.header("X-OpenRouter-Categories")).isEqualTo("cli-agent,general-chat");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void headers_that_http_does_not_allow_are_refused_by_the_name_of_their_setter() {
        assertRefused(openRouter().appName("B\u00fccher"), "appName");
        assertRefused(openRouter().siteUrl("https://example.com/\n"), "siteUrl");
        assertRefused(openRouter().appCategories("cli\nagent"), "appCategories");
        assertRefused(openRouter().customHeaders(Map.of("X Y", "1")), "customHeaders");
        assertThatThrownBy(() -> openRouter()
                        .customHeaders(Map.of("X-Token", "hush\nhush"))
                        .build())
                .hasMessageContaining("customHeaders")
                .hasMessageContaining("X-Token")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hush"));
    }

    /** As a supplier in Kotlin can. */
    @Test
    void a_checked_exception_of_a_supplier_is_wrapped_and_an_interrupt_stays_set() {
        OpenRouterChatModel model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .modelName("openai/gpt-4o")
                .apiKey(() -> throwing(new InterruptedException("while the vault was asked")))
                .build();

        assertThatThrownBy(() -> model.chat("Hi"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("apiKey", "InterruptedException");
        assertThat(Thread.interrupted()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> String throwing(Throwable any) throws E {
        throw (E) any;
    }

    @Test
    void a_header_supplier_is_asked_before_every_request() {
        Iterator<String> values = List.of("1", "2").iterator();
        try (OpenRouter openRouter = openRouter()
                .customHeaders(() -> Map.of("X-Call", values.next()))
                .build()) {
            openRouter.chat("hi");
            openRouter.chat("hi");
        }
        assertThat(server.requests())
                .extracting(request -> request.header("X-Call"))
                .containsExactly("1", "2");
    }

    // Models

    @Test
    void an_alias_works_for_the_default_and_for_one_request() {
        ChatModel model =
                openRouter().modelName("GPT-4o:nitro").build().chatModel().build();

        model.chat("hi");
        model.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .modelName("claude-3-haiku")
                .build());

        assertThat(server.requests())
                .extracting(request -> request.body().path("model").asText())
                .containsExactly("openai/gpt-4o:nitro", "anthropic/claude-3-haiku");
    }

    @Test
    void an_unknown_name_is_refused_with_the_closest_aliases_and_ids() {
        assertThatThrownBy(() ->
                        openRouter().build().chatModel().modelName("gpt-4p").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown model 'gpt-4p'")
                .hasMessageContaining("gpt-4o")
                .hasMessageContaining("openai/gpt-4o");
    }

    @Test
    void an_unknown_name_in_a_request_is_no_model() {
        ChatModel model = openRouter().build().chatModel().build();

        assertThatThrownBy(() -> model.chat(ChatRequest.builder()
                        .messages(UserMessage.from("hi"))
                        .modelName("gpt-4p")
                        .build()))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("openai/gpt-4o");
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void without_a_model_the_account_decides() {
        try (OpenRouter openRouter = openRouter().build()) {
            openRouter.chat("hi");
        }
        assertThat(server.lastChatRequest().has("model")).isFalse();
    }

    // Settings

    @Test
    void models_take_what_they_do_not_set_from_the_connection() {
        try (OpenRouter openRouter = openRouter()
                .modelName(DEFAULT_MODEL)
                .defaultRequestParameters(OpenRouterChatRequestParameters.builder()
                        .temperature(0.3)
                        .user("somebody")
                        .build())
                .build()) {
            openRouter.chatModel().temperature(0.9).build().chat("hi");
        }
        assertThat(server.lastChatRequest().path("temperature").asDouble()).isEqualTo(0.9);
        assertThat(server.lastChatRequest().path("user").asText()).isEqualTo("somebody");
    }

    @Test
    void a_builder_that_is_used_again_does_not_change_what_it_has_built() {
        server.addKey("sk-or-v1-other");
        OpenRouter.Builder builder = openRouter().modelName(DEFAULT_MODEL);
        try (OpenRouter first = builder.build();
                OpenRouter second = builder.apiKey("sk-or-v1-other").build()) {
            first.chat("hi");
            second.chat("hi");
        }
        assertThat(server.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer " + server.apiKey(), "Bearer sk-or-v1-other");
    }

    @Test
    void bad_settings_are_refused_by_the_name_of_their_setter() {
        assertRefused(openRouter().timeout(Duration.ZERO), "timeout");
        assertRefused(openRouter().connectTimeout(Duration.ofSeconds(-1)), "connectTimeout");
        assertRefused(openRouter().maxRetries(-1), "maxRetries");
        assertRefused(openRouter().maxResponseBytes(0L), "maxResponseBytes");
        assertRefused(openRouter().baseUrl("nowhere"), "baseUrl");
        assertRefused(openRouter().baseUrl("http://example.com/api/v1"), "baseUrl");
        assertThatThrownBy(
                        () -> openRouter().build().chatModel().temperature(3.0).build())
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> openRouter()
                        .totalTimeout(Duration.ZERO)
                        .build()
                        .chatModel()
                        .build())
                .hasMessageContaining("totalTimeout");
        assertThatThrownBy(() -> openRouter()
                        .streamIdleTimeout(Duration.ZERO)
                        .build()
                        .streamingChatModel()
                        .build())
                .hasMessageContaining("streamIdleTimeout");
    }

    @Test
    void every_setter_takes_null_for_not_set() {
        try (OpenRouter openRouter = openRouter()
                .siteUrl(null)
                .appName(null)
                .appCategories((List<String>) null)
                .customHeaders((Map<String, String>) null)
                .timeout(null)
                .connectTimeout(null)
                .totalTimeout(null)
                .streamIdleTimeout(null)
                .maxRetries(null)
                .maxResponseBytes(null)
                .allowPlainHttp(null)
                .logRequests(null)
                .logResponses(null)
                .logger(null)
                .okHttpClient(null)
                .modelAliases(null)
                .modelName(null)
                .defaultRequestParameters(null)
                .build()) {
            assertThat(openRouter.chat("hi")).isNotBlank();
        }
    }

    @Test
    void trailing_slashes_of_the_address_do_not_matter() {
        try (OpenRouter openRouter =
                openRouter().baseUrl(server.baseUrl() + "//").build()) {
            openRouter.chat("hi");
        }
        assertThat(server.requests().get(0).path()).isEqualTo("/chat/completions");
    }

    @Test
    void the_users_own_client_is_used_and_never_closed() {
        OkHttpClient users = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("X-Proxy", "mine").build()))
                .build();
        try (OpenRouter openRouter = openRouter().okHttpClient(users).build()) {
            openRouter.chat("hi");
        }
        assertThat(server.requests().get(0).header("X-Proxy")).isEqualTo("mine");
        assertThat(users.dispatcher().executorService().isShutdown()).isFalse();
        users.dispatcher().executorService().shutdown();
        users.connectionPool().evictAll();
    }

    @Test
    void a_stream_whose_threads_are_gone_says_so() {
        OkHttpClient users = new OkHttpClient();
        users.dispatcher().executorService().shutdown();
        try (OpenRouter openRouter = openRouter().okHttpClient(users).build()) {
            StreamingChatModel model = openRouter.streamingChatModel().build();
            HandlerRecorder handler = new HandlerRecorder();

            assertThatThrownBy(() -> model.chat("hi", handler))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("okHttpClient");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_closed_connection_says_so() {
        OpenRouter openRouter = openRouter().build();
        ChatModel model = openRouter.chatModel().build();
        openRouter.close();
        openRouter.close();

        assertThatThrownBy(() -> model.chat("hi"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("has been closed");
    }

    private static void assertRefused(OpenRouter.Builder builder, String setter) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setter);
    }

    private OpenRouter.Builder openRouter() {
        return OpenRouter.builder().baseUrl(server.baseUrl()).apiKey(server.apiKey());
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of("OPENROUTER_API_KEY", server.apiKey(), "OPENROUTER_BASE_URL", server.baseUrl()));
    }
}
