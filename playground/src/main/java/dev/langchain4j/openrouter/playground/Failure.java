package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterException;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of an exception.
 *
 * @param kind its simple name
 * @param message what went wrong and what to do
 * @param refused whether the budget refused the call before it was sent
 * @param costKnown whether the page has been told all that it cost
 * @param generationId OpenRouter's id of the answer; null if there is none
 */
record Failure(
        String kind,
        String message,
        boolean refused,
        boolean costKnown,
        @Nullable String generationId) {

    static Failure of(Throwable error) {
        Throwable cause = OpenRouterBudgetExceededException.in(error)
                .<Throwable>map(refusal -> refusal)
                .orElse(error);
        boolean refused = cause instanceof OpenRouterBudgetExceededException;
        return new Failure(
                cause.getClass().getSimpleName(),
                String.valueOf(cause.getMessage()),
                refused,
                refused,
                OpenRouterException.in(error)
                        .map(OpenRouterException::generationId)
                        .orElse(null));
    }
}
