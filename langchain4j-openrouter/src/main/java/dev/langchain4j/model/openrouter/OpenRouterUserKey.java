package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;

import org.jspecify.annotations.Nullable;

/**
 * A key that a user has granted to an application. Store it like a password: OpenRouter shows it once.
 *
 * @param key for {@link OpenRouter.Builder#apiKey(String)}
 * @param userId of the user at OpenRouter; null if it was not reported
 * @see <a href="https://openrouter.ai/docs/guides/overview/auth/oauth">OAuth PKCE</a>
 */
public record OpenRouterUserKey(String key, @Nullable String userId) {

    /** Refuses a blank key. */
    public OpenRouterUserKey {
        ensureNotBlank(key, "key");
    }

    /** Never contains the key. */
    @Override
    public String toString() {
        return "OpenRouterUserKey[userId=" + userId + "]";
    }
}
