package dev.langchain4j.openrouter.playground;

import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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

    private static final Set<Class<?>> WRAPPERS = Set.of(
            AgentInvocationException.class,
            InvocationTargetException.class,
            UndeclaredThrowableException.class,
            ExecutionException.class,
            CompletionException.class);

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
                .orElseGet(() -> unwrapped(error));
    }

    /** Agents wrap the exception of their model, once for each level. */
    private static Throwable unwrapped(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && WRAPPERS.contains(cause.getClass())) {
            cause = cause.getCause();
        }
        return cause;
    }
}
