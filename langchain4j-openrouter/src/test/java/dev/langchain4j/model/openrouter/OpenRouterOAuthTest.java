package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.http.WaitlessTime;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterOAuthTest {

    /** The example of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    OpenRouterOAuthTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .time(new WaitlessTime())
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void the_application_spends_the_key_that_the_user_grants() {
        OpenRouterOAuth oauth = openRouter.oauth().build();
        OpenRouterOAuth.Login login = oauth.begin();
        String code = server.approve(login.url());

        OpenRouterUserKey granted = oauth.exchange(code, login.verifier());

        assertThat(granted.userId()).isEqualTo("user_2standin");
        try (OpenRouter ofUser = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(granted.key())
                .modelName("openai/gpt-4o")
                .build()) {
            ofUser.chat("Hi");
        }
        assertThat(server.requests("/chat/completions").get(0).header("Authorization"))
                .isEqualTo("Bearer " + granted.key());
    }

    @Test
    void the_exchange_sends_code_and_verifier_and_no_key() {
        OpenRouterOAuth oauth = openRouter.oauth().build();
        String code = server.approve(oauth.begin(VERIFIER).url());

        oauth.exchange(" " + code + "\n", VERIFIER);

        RecordedRequest sent = server.requests("/auth/keys").get(0);
        assertThat(sent.body())
                .hasToString("{\"code\":\"" + code + "\",\"code_verifier\":\"" + VERIFIER
                        + "\",\"code_challenge_method\":\"S256\"}");
        assertThat(sent.header("Authorization")).isNull();
    }

    @Test
    void the_challenge_is_that_of_the_standard() {
        assertThat(OpenRouterOAuth.challenge(VERIFIER)).isEqualTo(CHALLENGE);
    }

    @Test
    void every_verifier_is_new_and_long_enough() {
        assertThat(OpenRouterOAuth.newVerifier())
                .matches("[A-Za-z0-9_-]{43}")
                .isNotEqualTo(OpenRouterOAuth.newVerifier());
    }

    @Test
    void the_url_asks_for_everything_that_was_set() {
        try (OpenRouter atOpenRouter = OpenRouter.builder().build()) {
            OpenRouterOAuth oauth = atOpenRouter
                    .oauth()
                    .callbackUrl("https://app.example.com/callback?user=7")
                    .limit(new BigDecimal("1E+1"))
                    .keyLabel("My app & me")
                    .build();

            assertThat(oauth.begin(VERIFIER).url())
                    .hasToString("https://openrouter.ai/auth"
                            + "?callback_url=https%3A%2F%2Fapp.example.com%2Fcallback%3Fuser%3D7"
                            + "&code_challenge=" + CHALLENGE
                            + "&code_challenge_method=S256&limit=10&key_label=My+app+%26+me");
            assertThat(atOpenRouter.oauth().build().begin(VERIFIER).url())
                    .hasToString(
                            "https://openrouter.ai/auth?code_challenge=" + CHALLENGE + "&code_challenge_method=S256");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://eu.openrouter.ai/api/v1, https://openrouter.ai/auth",
        "https://proxy.example.com/openrouter/v1, https://proxy.example.com/auth",
        "http://localhost:8080/api/v1, http://localhost:8080/auth"
    })
    void the_page_belongs_to_the_host_of_the_api(String baseUrl, String page) {
        try (OpenRouter there = OpenRouter.builder().baseUrl(baseUrl).build()) {
            assertThat(there.oauth().build().begin().url().toString()).startsWith(page + "?");
        }
    }

    @Test
    void a_page_of_its_own_keeps_its_parameters() {
        assertThat(openRouter
                        .oauth()
                        .authorizationPage("https://login.example.com/start?tenant=a")
                        .build()
                        .begin(VERIFIER)
                        .url()
                        .toString())
                .startsWith("https://login.example.com/start?tenant=a&code_challenge=");
    }

    @Test
    void a_code_works_once_and_only_with_its_verifier() {
        OpenRouterOAuth oauth = openRouter.oauth().build();
        OpenRouterOAuth.Login login = oauth.begin();
        String code = server.approve(login.url());
        oauth.exchange(code, login.verifier());
        String other = server.approve(login.url());

        assertThatThrownBy(() -> oauth.exchange(code, login.verifier()))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("ten minutes");
        assertThatThrownBy(() -> oauth.exchange(other, VERIFIER))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("403");
    }

    @Test
    void an_exchange_that_may_have_used_the_code_is_not_repeated() {
        OpenRouterOAuth oauth = openRouter.oauth().build();
        server.when(Match.path("/auth/keys"))
                .answer(
                        Answer.lost(Answer.unscripted()),
                        Answer.cut(Answer.unscripted()),
                        Answer.error(502, "Bad gateway"),
                        Answer.unscripted());

        for (String failure : List.of("connection was lost before the answer", "in the middle of the answer", "502")) {
            OpenRouterOAuth.Login login = oauth.begin();
            String code = server.approve(login.url());
            assertThatThrownBy(() -> oauth.exchange(code, login.verifier()))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContainingAll(failure, "may have used the code", "let the user sign in again");
        }
        assertThat(server.requests("/auth/keys")).hasSize(3);
    }

    @Test
    void an_exchange_that_was_certainly_refused_is_repeated() {
        OpenRouterOAuth oauth = openRouter.oauth().build();
        OpenRouterOAuth.Login login = oauth.begin();
        String code = server.approve(login.url());
        server.when(Match.path("/auth/keys")).answer(Answer.error(429, "Slow down"), Answer.unscripted());

        assertThat(oauth.exchange(code, login.verifier()).key()).isNotBlank();
    }

    @Test
    void a_remark_beside_the_key_is_no_failure() {
        server.answer(Answer.payload("{\"key\":\"sk-or-v1-of-ada\",\"message\":\"Key created\"}"));

        assertThat(openRouter.oauth().build().exchange("code-1", VERIFIER).key())
                .isEqualTo("sk-or-v1-of-ada");
    }

    @Test
    void an_answer_without_a_key_is_a_failure() {
        server.answer(Answer.payload("{\"user_id\":\"u\"}"));

        assertThatThrownBy(() -> openRouter.oauth().build().exchange("code-1", VERIFIER))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("no key");
    }

    @Test
    void a_blank_key_is_no_key() {
        server.when(Match.path("/auth/keys")).answer(Answer.payload("{\"key\":\" \"}"));

        assertThatThrownBy(() -> openRouter.oauth().build().exchange("code-1", OpenRouterOAuth.newVerifier()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no key");
    }

    @Test
    void neither_code_nor_verifier_nor_key_is_told() {
        server.answer(Answer.error(403, "Invalid code code-of-ada for " + VERIFIER));
        try (LoggedEvents log = LoggedEvents.of("oauth-test", Level.DEBUG);
                OpenRouter logging = OpenRouter.builder()
                        .baseUrl(server.baseUrl())
                        .logRequests(true)
                        .logResponses(true)
                        .logger(log.logger())
                        .build()) {
            OpenRouterOAuth oauth = logging.oauth().build();

            assertThatThrownBy(() -> oauth.exchange("code-of-ada", VERIFIER))
                    .satisfies(failure -> assertThat(failure.getMessage() + failure.getCause())
                            .contains("Invalid code")
                            .doesNotContain("code-of-ada", VERIFIER));
            OpenRouterOAuth.Login login = oauth.begin();
            OpenRouterUserKey key = oauth.exchange(server.approve(login.url()), login.verifier());

            assertThat(login + " " + key).doesNotContain(login.verifier(), key.key());
            assertThat(log.events()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://app.example/done?state=abc", "https://app.example/done?state=abc|"})
    void a_callback_that_may_hold_a_secret_is_refused_without_it(String url) {
        var builder = openRouter.oauth().callbackUrl(url);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("callbackUrl")
                .hasMessageNotContaining("abc")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://app.example.com/cb", "app.example.com", "ftp://localhost/x", "https://", " ", "a b"})
    void refuses_a_callback_that_openrouter_would_refuse(String url) {
        var builder = openRouter.oauth().callbackUrl(url);

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith("callbackUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000/cb", "http://127.0.0.1:1/cb", "https://app.example.com"})
    void takes_a_callback_on_this_machine_or_with_tls(String url) {
        assertThat(openRouter.oauth().callbackUrl(url).build().begin().url().toString())
                .contains("callback_url=");
    }

    @Test
    void blanks_around_a_callback_are_not_sent() {
        OpenRouterOAuth oauth =
                openRouter.oauth().callbackUrl(" https://app.example/done\n").build();

        assertThat(oauth.begin().url().getRawQuery())
                .startsWith("callback_url=https%3A%2F%2Fapp.example%2Fdone&code_challenge=");
    }

    @Test
    void refuses_what_is_no_verifier_limit_or_label() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterOAuth.challenge("too short"))
                .withMessageContaining("verifier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter.oauth().build().exchange("code", "a".repeat(129)))
                .withMessageContaining("verifier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter.oauth().limit(BigDecimal.ZERO).build())
                .withMessageStartingWith("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter.oauth().keyLabel(" ").build())
                .withMessageStartingWith("keyLabel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "login page", "/auth", "mailto:login@example.com", "https://example.com/auth#top"})
    void refuses_a_page_that_no_browser_would_open(String page) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter.oauth().authorizationPage(page).build())
                .withMessageStartingWith("authorizationPage");
    }

    @Test
    void the_host_of_a_page_may_have_an_underscore() {
        OpenRouterOAuth oauth = openRouter
                .oauth()
                .authorizationPage("http://login_page:8080/auth")
                .build();

        assertThat(oauth.begin().url()).asString().startsWith("http://login_page:8080/auth?");
    }

    @Test
    void the_stand_in_wants_a_challenge() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.approve(URI.create("https://openrouter.ai/auth?limit=3")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://app.example.com/callback", "app://callback", "/callback", "http://localhost.example.com"
            })
    void the_stand_in_sends_users_nowhere_else_than_openrouter_does(String callback) {
        URI url = URI.create("https://openrouter.ai/auth?code_challenge=" + OpenRouterOAuth.challenge(VERIFIER)
                + "&code_challenge_method=S256&callback_url=" + callback);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.approve(url))
                .withMessageContaining("callback_url");
    }
}
