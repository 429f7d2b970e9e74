package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import org.jspecify.annotations.Nullable;

/**
 * {@link OpenRouterLlmScoringModel} got answers, but not a ranking out of them: most passages are without a verdict, or
 * all verdicts are the same.
 */
public class OpenRouterRerankException extends LangChain4jException {

    private final transient OpenRouterRerankReport report;

    OpenRouterRerankException(String message, @Nullable Throwable cause, OpenRouterRerankReport report) {
        super(message, cause);
        this.report = report;
    }

    /** What the attempt took and cost; null in a copy that was serialised. */
    public OpenRouterRerankReport report() {
        return report;
    }
}
