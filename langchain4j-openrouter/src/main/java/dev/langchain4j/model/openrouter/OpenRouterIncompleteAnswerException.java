package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The model answered, but its answer is a part or nothing: JSON was asked for and the text is not one whole JSON value,
 * or there is no text at all where {@link OpenRouterEmptyAnswer#THROW} holds. A part of a JSON value contains whole ones,
 * and whoever looks for JSON in it would take one of them for the answer. The call has been charged; the same request
 * would mostly end in the same way.
 *
 * <pre>{@code
 * try {
 *     return writer.write(topic);
 * } catch (OpenRouterIncompleteAnswerException e) {
 *     log.warn("{} after {} US dollars", e.finishReason(), e.cost());
 *     return withMoreOutputTokens.write(topic);
 * }
 * }</pre>
 *
 * <p>The message says what was there and what to do; never the answer itself. The cause is an
 * {@link OpenRouterException}, as with every failure that a server answered.
 *
 * @see <a href="https://openrouter.ai/docs/guides/features/structured-outputs">Structured outputs</a>
 */
public class OpenRouterIncompleteAnswerException extends NonRetriableException {

    private final transient ChatResponse partialResponse;

    OpenRouterIncompleteAnswerException(String message, OpenRouterException cause, ChatResponse partialResponse) {
        super(message, cause);
        this.partialResponse = partialResponse;
    }

    /** The text so far; null if there is none. */
    public @Nullable String text() {
        return partialResponse.aiMessage().text();
    }

    /** How the answer ended: mostly {@link FinishReason#LENGTH} or {@link FinishReason#CONTENT_FILTER}. */
    public FinishReason finishReason() {
        return partialResponse.finishReason();
    }

    /** The tokens that the answer has used; null if not reported. */
    public @Nullable OpenRouterTokenUsage usage() {
        return (OpenRouterTokenUsage) partialResponse.tokenUsage();
    }

    /** What the answer has cost, in US dollars; null if not reported. */
    public @Nullable BigDecimal cost() {
        OpenRouterTokenUsage usage = usage();
        return usage == null ? null : usage.cost();
    }

    /** The answer as it would have been returned; null in a copy that was serialised. */
    public ChatResponse partialResponse() {
        return partialResponse;
    }
}
