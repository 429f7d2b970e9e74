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
 * @param charge what the calls of the question cost
 * @param generationId OpenRouter's id of the answer; null if there is none
 */
record Failure(
        String kind,
        String message,
        boolean refused,
        Bill.Charge charge,
        @Nullable String generationId) {

    static Failure of(Throwable error, Bill.Charge charge) {
        Throwable cause = shown(error);
        return new Failure(
                kind(error),
                String.valueOf(cause.getMessage()),
                cause instanceof OpenRouterBudgetExceededException,
                charge,
                OpenRouterException.in(error)
                        .map(OpenRouterException::generationId)
                        .orElse(null));
    }

    static String kind(Throwable error) {
        return shown(error).getClass().getSimpleName();
    }

    private static Throwable shown(Throwable error) {
        return OpenRouterBudgetExceededException.in(error)
                .<Throwable>map(refusal -> refusal)
                .orElse(error);
    }
}
