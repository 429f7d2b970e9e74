package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.openrouter.internal.chat.MessageTokens;
import dev.langchain4j.model.openrouter.internal.chat.TokenFamily;

/**
 * Estimates tokens from the length of a text and the family of the model, without a tokenizer, network or key. For
 * {@code TokenWindowChatMemory}:
 *
 * <pre>{@code
 * ChatMemory memory = TokenWindowChatMemory.withMaxTokens(
 *         100_000, new OpenRouterTokenCountEstimator("anthropic/claude-sonnet-5"));
 * }</pre>
 *
 * <p>It is an estimate. For texts and code it is within about 25 % of OpenAI's tokenizer; for other families it tends
 * to be too high. Each image, recording, video or file of any size counts as 1000 tokens. The usage of an answer has
 * the provider's count. Immutable and thread-safe.
 */
public final class OpenRouterTokenCountEstimator implements TokenCountEstimator {

    private final MessageTokens tokens;

    /**
     * For a model by its id or one of the built-in aliases; of an unknown family, a rather high estimate.
     *
     * @throws IllegalArgumentException for a short name that is no alias
     */
    public OpenRouterTokenCountEstimator(String modelName) {
        this(TokenFamily.ofModel(OpenRouterModelAliases.defaults().resolve(ensureNotNull(modelName, "modelName"))));
    }

    private OpenRouterTokenCountEstimator(TokenFamily family) {
        this.tokens = new MessageTokens(family, false);
    }

    /** For a model of the catalog, whose {@link OpenRouterModelInfo#tokenizer()} decides if its author does not. */
    public static OpenRouterTokenCountEstimator of(OpenRouterModelInfo model) {
        ensureNotNull(model, "model");
        return new OpenRouterTokenCountEstimator(TokenFamily.of(model.tokenizer(), model.id()));
    }

    /** Zero for an empty text. */
    @Override
    public int estimateTokenCountInText(String text) {
        return tokens.ofText(ensureNotNull(text, "text"));
    }

    /** Text, tool calls and thoughts, returned or kept for the next request, with some tokens for the role. */
    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return tokens.ofMessage(ensureNotNull(message, "message"));
    }

    /** All messages, with some tokens for the beginning of the answer. */
    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        ensureNotNull(messages, "messages").forEach(message -> ensureNotNull(message, "A message of messages"));
        return tokens.ofMessages(messages);
    }
}
