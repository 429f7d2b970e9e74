package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import org.jspecify.annotations.Nullable;

/**
 * {@link OpenRouterLlmScoringModel} got answers that give no ranking: most passages have no verdict, or all verdicts
 * are the same.
 */
public class OpenRouterRerankException extends LangChain4jException {

    private final transient OpenRouterRerankReport report;

    OpenRouterRerankException(String message, @Nullable Throwable cause, OpenRouterRerankReport report) {
        super(message, cause);
        this.report = report;
    }

    /** Usage and cost of the attempt; null in a deserialised copy. */
    public OpenRouterRerankReport report() {
        return report;
    }
}
