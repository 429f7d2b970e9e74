package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The model's answer is incomplete or empty: the request asked for JSON and the text is not one complete JSON value, or
 * there is no text with {@link OpenRouterEmptyAnswer#THROW}. A part of a JSON value contains complete ones, and a
 * search for JSON would return one of them as the answer. The call was charged; the same request would usually end the
 * same way.
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
 * <p>The message says what arrived and what to do; never the answer itself. The cause is an
 * {@link OpenRouterException}, as for every failure of a server that answered.
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

    /** How the answer ended: usually {@link FinishReason#LENGTH} or {@link FinishReason#CONTENT_FILTER}. */
    public FinishReason finishReason() {
        return partialResponse.finishReason();
    }

    /** The tokens of the answer; null if not reported. */
    public @Nullable OpenRouterTokenUsage usage() {
        return (OpenRouterTokenUsage) partialResponse.tokenUsage();
    }

    /** The cost of the answer, in US dollars; null if not reported. */
    public @Nullable BigDecimal cost() {
        OpenRouterTokenUsage usage = usage();
        return usage == null ? null : usage.cost();
    }

    /** The answer as it would have been returned; null in a deserialised copy. */
    public ChatResponse partialResponse() {
        return partialResponse;
    }
}
