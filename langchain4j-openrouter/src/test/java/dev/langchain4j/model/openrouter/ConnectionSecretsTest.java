package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection refuses, before anything is sent, and without showing what may be a secret. */
@ExtendWith(OpenRouterServerExtension.class)
class ConnectionSecretsTest {

    private static final String SECRET = "hush-7781-olive";

    private final OpenRouterServer server;

    ConnectionSecretsTest(OpenRouterServer server) {
        this.server = server;
    }

    // URLs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:hush-7781-olive@openrouter.ai/api/v1",
                "https://hush-7781-olive@openrouter.ai/api/v1",
                "https://openrouter.ai/api/v1?key=hush-7781-olive",
                "https://openrouter.ai/api/v1#hush-7781-olive",
                "https://user:hush-7781-olive@bad host/api/v1",
                "ftp://user:hush-7781-olive@openrouter.ai/api/v1",
                "openrouter.ai/api/v1?key=hush-7781-olive",
                "http://user:hush-7781-olive@example.com/api/v1",
                "https://user:hush-7781-olive@bad_host/api/v1"
            })
    void a_base_url_that_may_hold_a_secret_is_refused_without_being_shown(String url) {
        assertRefused(() -> openRouter().baseUrl(url).build(), "baseUrl");
        assertRefused(() -> OpenRouterDataPolicy.builder().allowedBaseUrls(url).build(), "dataPolicy.allowedBaseUrls");
        assertRefused(
                () -> OpenRouter.fromEnvironment(Map.of("OPENROUTER_BASE_URL", url))
                        .chatModel(),
                "OPENROUTER_BASE_URL");
        assertRefused(
                () -> openRouter()
                        .dataPolicy(OpenRouterDataPolicy.builder()
                                .allowedBaseUrls(OpenRouterDataPolicy.EU)
                                .build())
                        .baseUrl(url)
                        .build(),
                "baseUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop.example.org", "ftp://shop.example.org", "https://", "mailto:a@example.org"})
    void a_site_that_is_no_url_is_refused(String url) {
        assertRefused(() -> openRouter().siteUrl(url).build(), "siteUrl");
        Map<String, String> environment = new HashMap<>(Map.of("OPENROUTER_SITE_URL", url));
        assertRefused(() -> OpenRouter.fromEnvironment(environment).chatModel(), "OPENROUTER_SITE_URL");
    }

    @Test
    void a_site_with_user_info_is_refused_without_being_shown() {
        assertRefused(
                () -> openRouter()
                        .siteUrl("https://me:" + SECRET + "@shop.example.org")
                        .build(),
                "siteUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.example.org", "http://localhost:8080/app", "https://shop.example.org/?lang=de"})
    void a_site_that_is_a_url_is_sent(String url) {
        try (OpenRouter openRouter = openRouter().siteUrl(url).build()) {
            openRouter.chat("hi");
        }

        assertThat(server.requests().get(0).header("HTTP-Referer")).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-or-v1-hush-7781-olive",
                "https://sk-or-v1-hush-7781-olive:x/api/v1",
                "https://user:sk-or-v1-hush-7781-olive",
                "https://sk-or-v1-hush-7781-olive-0123456789012345678901234567890123456789012345678901234567890123"
            })
    void a_key_in_place_of_a_url_is_not_shown(String key) {
        assertRefused(() -> openRouter().baseUrl(key).build(), "baseUrl");
        assertRefused(() -> openRouter().siteUrl(key).build(), "siteUrl");
    }

    @Test
    void a_base_url_that_would_send_its_key_in_the_clear_is_not_shown() {
        assertRefused(
                () -> openRouter()
                        .baseUrl("http://example.com/sk-or-v1-" + SECRET)
                        .build(),
                "in the clear");
    }

    @Test
    void a_key_in_place_of_a_model_is_not_shown() {
        assertRefused(
                () -> openRouter()
                        .modelName("sk-or-v1-" + SECRET)
                        .build()
                        .chatModel()
                        .build(),
                "apiKey");
        assertRefused(() -> OpenRouterModelAliases.defaults().resolve("sk-or-v1-" + SECRET), "model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPENROUTER_MAX_TOKENS",
                "OPENROUTER_TEMPERATURE",
                "OPENROUTER_TIMEOUT",
                "OPENROUTER_MAX_CONTEXT_MESSAGES"
            })
    void a_key_in_place_of_a_number_is_not_shown(String variable) {
        assertRefused(() -> OpenRouter.fromEnvironment(Map.of(variable, "sk-or-v1-" + SECRET)), variable);
    }

    @Test
    void a_key_in_place_of_the_apps_name_is_not_shown() {
        assertRefused(() -> openRouter().appName("sk-or-v1-" + SECRET + "\n").build(), "appName");
    }

    @Test
    void a_refused_text_cannot_write_on_the_terminal() {
        String red = "shop\u001b[31m\n";
        assertThat(catchThrowable(() -> openRouter().appName(red).build())).hasMessageNotContainingAny("\u001b", "\n");
        assertThat(catchThrowable(() -> openRouter().baseUrl(red).build())).hasMessageNotContainingAny("\u001b", "\n");
        assertThat(catchThrowable(() -> OpenRouter.fromEnvironment(Map.of("OPENROUTER_TIMEOUT", "1" + red + "1"))))
                .hasMessageNotContainingAny("\u001b", "\n");
        assertThat(catchThrowable(() -> OpenRouterModelAliases.defaults().resolve(red + "x")))
                .hasMessageContaining("Unknown model 'shop x'");
    }

    @Test
    void scheme_and_host_may_be_in_upper_case() {
        String upper = server.baseUrl().replace("http://127.0.0.1", "HTTP://LOCALHOST");
        assertThat(upper).startsWith("HTTP://LOCALHOST:");

        try (OpenRouter openRouter = openRouter().baseUrl(upper).build()) {
            assertThat(openRouter.chat("hi")).isNotBlank();
        }
        assertRefused(() -> openRouter().baseUrl("HTTP://example.com/api/v1").build(), "in the clear");
    }

    @Test
    void a_host_may_have_an_underscore() {
        try (OpenRouter openRouter =
                openRouter().baseUrl("https://my_gateway:8443/api/v1/").build()) {
            assertThat(openRouter)
                    .hasToString("OpenRouter[baseUrl=https://my_gateway:8443/api/v1, modelName=openai/gpt-4o]");
        }
        assertRefused(() -> openRouter().baseUrl("http://my_gateway/api/v1").build(), "in the clear");
    }

    // The key

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
                    "sk-or-v1-7781",        without the quotes
                    'sk-or-v1-7781',        without the quotes
                    \u201csk-or-v1-7781\u201d, without the quotes
                    "sk-or-v1-7781,         without the quotes
                    sk-or-v1-7781',         without the quotes
                    `sk-or-v1-7781`,        without the quotes
                    Bearer sk-or-v1-7781,   Bearer
                    bearer sk-or-v1-7781,   Bearer
                    ${OPENROUTER_7781},     placeholder
                    sk-or-v1-7781-...,      placeholder
                    """)
    void a_key_that_was_copied_with_too_much_is_refused_in_words_that_help(String key, String words) {
        try (OpenRouter supplied = openRouter().apiKey(() -> key).build()) {
            assertThatThrownBy(() -> supplied.chat("hi"))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining("apiKey")
                    .hasMessageNotContaining("7781");
        }
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sk-or-v1-hush-7781-olive\"",
                " Bearer sk-or-v1-hush-7781-olive",
                "${hush-7781-olive}",
                "sk-or-v1-hush-7781-olive x",
                "sk-or-v1-hush-7781-olive\nx",
                "sk-or-v1-hush-7781-olive\u00f8"
            })
    void a_key_that_is_given_and_cannot_be_one_is_refused_before_a_call(String key) {
        assertRefused(() -> openRouter().apiKey(key).build(), "apiKey: The OpenRouter API key ");
        assertRefused(() -> OpenRouterChatModel.builder().apiKey(key).build(), "apiKey: The OpenRouter API key ");
        assertRefused(
                () -> OpenRouterEmbeddingModel.builder()
                        .apiKey(key)
                        .modelName("a/b")
                        .build(),
                "apiKey: ");
        assertRefused(() -> openRouter().apiKey(key).keyRing(null).build(), "apiKey: The OpenRouter API key ");
        assertRefused(() -> OpenRouterKeyRing.of(key), "keyRing 'key 1': The OpenRouter API key ");
    }

    @Test
    void a_key_in_place_of_a_label_is_refused_and_not_shown() {
        String key = "sk-or-v1-" + SECRET;
        for (String other : List.of("team", "team production", key, "sk-or-v1-another-key-of-ours")) {
            assertRefused(() -> OpenRouterKeyRing.builder().key(key, other), "keyRing: a label looks like a key");
        }
        assertRefused(() -> OpenRouterKeyRing.builder().key(key, () -> "team"), "keyRing: a label looks like a key");
    }

    @Test
    void the_beginning_and_the_end_of_a_key_are_a_label_as_openrouter_shows_it() {
        String label = "sk-or-v1-0e6...1c9";

        assertThat(OpenRouterKeyRing.builder().key(label, server.apiKey()).build())
                .hasToString("OpenRouterKeyRing[" + label + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003", "\u2028"})
    void a_blank_key_of_a_ring_is_refused(String blank) {
        assertRefused(() -> OpenRouterKeyRing.of(blank), "key cannot be null or blank");
    }

    @Test
    void a_key_that_another_one_replaces_is_not_checked() {
        OpenRouterKeyRing ring = OpenRouterKeyRing.of(server.apiKey());
        for (OpenRouter.Builder builder : List.of(
                openRouter().apiKey("${KEY}").apiKey(server::apiKey),
                openRouter().apiKey("${KEY}").keyRing(ring),
                openRouter().apiKey("${KEY}").apiKey(" ").apiKey(server.apiKey()))) {
            try (OpenRouter openRouter = builder.build()) {
                assertThat(openRouter.chat("hi")).isNotBlank();
            }
        }
    }

    // Suppliers

    @Test
    void a_supplied_header_that_http_does_not_allow_is_named_and_its_value_is_not() {
        assertFailure(
                catchChat(openRouter().customHeaders(() -> Map.of("X-Auth", SECRET + "\n"))),
                IllegalArgumentException.class,
                "customHeaders",
                "X-Auth");
    }

    @Test
    void a_supplied_header_without_a_value_is_named() {
        Map<String, @Nullable String> headers = new HashMap<>();
        headers.put("X-Auth", null);

        assertFailure(
                catchChat(openRouter().customHeaders(() -> headers)),
                IllegalArgumentException.class,
                "customHeaders",
                "X-Auth");
    }

    @Test
    void a_supplied_header_without_a_name_is_refused() {
        Map<@Nullable String, String> headers = new HashMap<>();
        headers.put(null, SECRET);

        assertFailure(
                catchChat(openRouter().customHeaders(() -> headers)), IllegalArgumentException.class, "customHeaders");
    }

    @Test
    void a_supplier_that_gives_nothing_adds_nothing() {
        Supplier<Map<String, String>> nothing = () -> null;
        try (OpenRouter openRouter = openRouter().customHeaders(nothing).build()) {
            assertThat(openRouter.chat("hi")).isNotBlank();
        }
    }

    @Test
    void a_supplier_of_headers_that_throws_fails_the_call() {
        assertFailure(
                catchChat(openRouter().customHeaders((Supplier<Map<String, String>>) ConnectionSecretsTest::broken)),
                LangChain4jException.class,
                "customHeaders",
                "IllegalStateException");
    }

    @Test
    void a_supplier_of_keys_that_throws_fails_the_call() {
        assertFailure(
                catchChat(openRouter().apiKey((Supplier<String>) ConnectionSecretsTest::broken)),
                LangChain4jException.class,
                "apiKey",
                "IllegalStateException");
    }

    @Test
    void a_supplier_that_throws_fails_a_stream_and_the_other_endpoints_too() {
        try (OpenRouter openRouter = openRouter()
                .customHeaders((Supplier<Map<String, String>>) ConnectionSecretsTest::broken)
                .build()) {
            HandlerRecorder handler = new HandlerRecorder();
            openRouter.streamingChatModel().build().chat("hi", handler);
            assertFailure(handler.awaitError(), LangChain4jException.class, "customHeaders");
            assertThat(handler.calls()).hasSize(1);
            assertFailure(catchThrowable(openRouter::key), LangChain4jException.class, "customHeaders");
            assertFailure(
                    catchThrowable(openRouter.modelCatalog()::models), LangChain4jException.class, "customHeaders");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void what_a_supplier_says_in_langchain4js_words_is_left_as_it_is() {
        var mine = new RateLimitException("the vault is busy");

        assertThat(catchChat(openRouter().apiKey(() -> {
                    throw mine;
                })))
                .isSameAs(mine);
    }

    // Text forms

    @Test
    void custom_parameters_show_their_names_and_not_their_values() {
        var parameters = OpenRouterChatRequestParameters.builder()
                .customParameters(Map.of("vault_token", SECRET))
                .build();
        var embedding = OpenRouterEmbeddingRequestParameters.builder()
                .customParameters(Map.of("vault_token", SECRET))
                .build();

        assertThat(parameters.toString()).contains("vault_token").doesNotContain(SECRET);
        assertThat(embedding.toString()).doesNotContain(SECRET);
    }

    private static <T> T broken() {
        throw new IllegalStateException("no " + SECRET + " in the vault");
    }

    private Throwable catchChat(OpenRouter.Builder builder) {
        try (OpenRouter openRouter = builder.build()) {
            Throwable failure = catchThrowable(() -> openRouter.chat("hi"));
            assertThat(server.requests()).isEmpty();
            return failure;
        }
    }

    private static void assertFailure(Throwable failure, Class<?> type, String... words) {
        assertThat(failure).isInstanceOf(type).hasMessageContainingAll(words).hasMessageNotContaining(SECRET);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String setter) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContaining(setter)
                .satisfies(failure -> {
                    StringWriter trace = new StringWriter();
                    failure.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain(SECRET);
                });
    }

    private OpenRouter.Builder openRouter() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o");
    }
}
