package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;

import dev.langchain4j.model.openrouter.internal.api.OAuthUrls;
import dev.langchain4j.model.openrouter.internal.api.Pkce;
import dev.langchain4j.model.openrouter.internal.api.UserKeys;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets users sign in at OpenRouter, so that the application spends their credits with a key that they have granted.
 * OAuth with PKCE: the application needs no key and no registration.
 *
 * <pre>{@code
 * OpenRouterOAuth oauth = openRouter.oauth().callbackUrl("https://app.example.com/callback").build();
 *
 * OpenRouterOAuth.Login login = oauth.begin();           // keep login.verifier() in the user's session
 * redirect(login.url());                                 // the user agrees; the callback gets ?code=...
 * OpenRouterUserKey key = oauth.exchange(code, verifier);
 * }</pre>
 *
 * <p>Thread-safe; one for all users.
 *
 * @see <a href="https://openrouter.ai/docs/guides/overview/auth/oauth">OAuth PKCE</a>
 */
public final class OpenRouterOAuth {

    private final ConnectionSettings settings;
    private final String page;
    private final @Nullable String callbackUrl;
    private final @Nullable BigDecimal limit;
    private final @Nullable String keyLabel;

    private OpenRouterOAuth(Builder builder) {
        this.settings = builder.settings;
        this.page = builder.authorizationPage == null
                ? OAuthUrls.page(settings.checkedBaseUrl())
                : builder.authorizationPage;
        this.callbackUrl = builder.callbackUrl == null ? null : builder.callbackUrl.strip();
        this.limit = builder.limit;
        this.keyLabel = builder.keyLabel;
    }

    /** A login with a new verifier. Uses no network. */
    public Login begin() {
        return begin(newVerifier());
    }

    /**
     * A login with a verifier of the application.
     *
     * @throws IllegalArgumentException if it is not 43 to 128 letters, digits and {@code - . _ ~}
     */
    public Login begin(String verifier) {
        String challenge = challenge(verifier);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (callbackUrl != null) {
            parameters.put("callback_url", callbackUrl);
        }
        parameters.put("code_challenge", challenge);
        parameters.put("code_challenge_method", Pkce.METHOD);
        if (limit != null) {
            parameters.put("limit", limit.toPlainString());
        }
        if (keyLabel != null) {
            parameters.put("key_label", keyLabel);
        }
        return new Login(verifier, challenge, OAuthUrls.with(page, parameters));
    }

    /**
     * Exchanges the code of the callback for the user's key. Uses the network and sends no key. A code works once,
     * within ten minutes. Neither code, verifier nor key is logged, whatever the connection logs.
     *
     * @param code the parameter {@code code} of the callback, or what the user has read on the page
     * @param verifier of the login
     * @throws IllegalArgumentException if the code is blank, or the verifier is none
     * @throws dev.langchain4j.exception.LangChain4jException if OpenRouter refuses the code, 400 or 403, or cannot be
     *     asked
     */
    public OpenRouterUserKey exchange(String code, String verifier) {
        ensureNotBlank(code, "code");
        String stripped = code.strip();
        UserKeys keys = settings.userKeys(List.of(stripped, checked(verifier)));
        return ExceptionMapper.call(() -> {
            JsonObject granted = keys.exchange(stripped, verifier);
            return new OpenRouterUserKey(String.valueOf(granted.text("key")), granted.text("user_id"));
        });
    }

    /** 43 random characters, which only the application knows. */
    public static String newVerifier() {
        return Pkce.newVerifier();
    }

    /**
     * The challenge that belongs to a verifier: its SHA-256 in base64url.
     *
     * @throws IllegalArgumentException if it is not 43 to 128 letters, digits and {@code - . _ ~}
     */
    public static String challenge(String verifier) {
        return Pkce.challenge(checked(verifier));
    }

    private static String checked(String verifier) {
        if (!Pkce.isVerifier(ensureNotBlank(verifier, "verifier"))) {
            throw new IllegalArgumentException("verifier must be 43 to 128 letters, digits and - . _ ~");
        }
        return verifier;
    }

    /**
     * A login that has begun.
     *
     * @param verifier a secret: keep it where only this user's callback finds it
     * @param challenge its hash, part of the URL
     * @param url of the page where the user agrees
     */
    public record Login(String verifier, String challenge, URI url) {

        /** Never contains the verifier. */
        @Override
        public String toString() {
            return "Login[url=" + url + "]";
        }
    }

    /** Collects what users are asked for. Every setter takes null for "not set". Not for several threads at once. */
    public static final class Builder {

        private final ConnectionSettings settings;
        private @Nullable String callbackUrl;
        private @Nullable BigDecimal limit;
        private @Nullable String keyLabel;
        private @Nullable String authorizationPage;

        Builder(ConnectionSettings settings) {
            this.settings = settings;
        }

        /**
         * Where OpenRouter sends the user with the code: {@code https}, or {@code http} to this machine. Default:
         * nowhere; the page shows the code.
         */
        public Builder callbackUrl(@Nullable String callbackUrl) {
            this.callbackUrl = callbackUrl;
            return this;
        }

        /** What the key may spend in US dollars, above 0. The user can change it. Default: the user decides. */
        public Builder limit(@Nullable BigDecimal limit) {
            this.limit = limit;
            return this;
        }

        /** Name of the key in the user's account, not blank. Default: OpenRouter's. */
        public Builder keyLabel(@Nullable String keyLabel) {
            this.keyLabel = keyLabel;
            return this;
        }

        /**
         * The page where users agree. Default: {@code https://openrouter.ai/auth}, or {@code /auth} of another host.
         */
        public Builder authorizationPage(@Nullable String authorizationPage) {
            this.authorizationPage = authorizationPage;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterOAuth build() {
            if (callbackUrl != null) {
                OAuthUrls.checkCallback(callbackUrl);
            }
            if (limit != null && limit.signum() <= 0) {
                throw SetterChecks.refused("limit", "must be greater than 0", limit);
            }
            SetterChecks.notBlank("keyLabel", keyLabel);
            if (authorizationPage != null) {
                OAuthUrls.checkPage(authorizationPage);
            }
            return new OpenRouterOAuth(this);
        }
    }
}
