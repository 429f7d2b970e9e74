package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterException;

/** Says in a few words what went wrong. */
final class Failures {

    private static final int RATE_LIMITED = 429;
    private static final int FAILING = 500;

    private Failures() {}

    /** What OpenRouter said, or what the library says; never what others say, who may quote an answer. */
    static String words(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        boolean ours = OpenRouterException.find(failure).isPresent()
                || failure.getClass().getName().contains(".openrouter.")
                || failure instanceof UnresolvedModelServerException
                || failure instanceof TimeoutException
                || failure instanceof IllegalStateException;
        return ours ? kind + ": " + failure.getMessage() : kind;
    }

    static int status(Throwable failure) {
        return OpenRouterException.find(failure)
                .map(OpenRouterException::statusCode)
                .orElse(0);
    }

    static boolean isMoney(Throwable failure) {
        return OpenRouterBudgetExceededException.find(failure).isPresent();
    }

    /** Whether it says nothing about the question: busy, failing, or lost on the way. */
    static boolean isBusy(Throwable failure) {
        int status = status(failure);
        return status == RATE_LIMITED
                || status >= FAILING
                || failure instanceof UnresolvedModelServerException
                || failure instanceof TimeoutException;
    }
}
