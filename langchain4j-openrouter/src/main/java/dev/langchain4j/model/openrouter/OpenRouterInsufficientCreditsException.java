package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.NonRetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The account or the key cannot pay for the request (402). Add credits at
 * <a href="https://openrouter.ai/settings/credits">openrouter.ai/settings/credits</a>, raise the key's limit, or
 * request less: OpenRouter reserves {@code maxOutputTokens} before a call, or the model's maximum if unset.
 *
 * <p>The cause is an {@link OpenRouterException}.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/errors">Errors</a>
 */
public class OpenRouterInsufficientCreditsException extends NonRetriableException {

    private final @Nullable Integer requestedTokens;
    private final @Nullable Integer affordableTokens;

    OpenRouterInsufficientCreditsException(
            String message, Throwable cause, @Nullable Integer requestedTokens, @Nullable Integer affordableTokens) {
        super(message, cause);
        this.requestedTokens = requestedTokens;
        this.affordableTokens = affordableTokens;
    }

    /** The output tokens that the request reserved; null if OpenRouter did not report them. */
    public @Nullable Integer requestedTokens() {
        return requestedTokens;
    }

    /** The output tokens that the balance would pay for; null if OpenRouter did not report them. */
    public @Nullable Integer affordableTokens() {
        return affordableTokens;
    }
}
