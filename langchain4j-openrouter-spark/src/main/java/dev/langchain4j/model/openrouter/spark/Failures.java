package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.model.openrouter.OpenRouterIncompleteAnswerException;
import dev.langchain4j.model.openrouter.OpenRouterInsufficientCreditsException;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import java.math.BigDecimal;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What an exception of a call means to a document, and to the job. */
final class Failures {

    private Failures() {}

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether all other documents would fail the same way: no money, no key, no model, or an error in a program. */
    static boolean endsTheJob(Throwable failure) {
        return failure instanceof OpenRouterBudgetExceededException
                || failure instanceof OpenRouterInsufficientCreditsException
                || failure instanceof AuthenticationException
                || failure instanceof ModelNotFoundException
                || failure instanceof UnsupportedFeatureException
                || !(failure instanceof LangChain4jException);
    }

    /**
     * Whether nothing was sent, or OpenRouter refused it without a charge: the document is as new. A usage is that of
     * requests that were answered before: a model may send one call as several.
     */
    static boolean costsNothing(Throwable failure) {
        boolean paid = OpenRouterException.find(failure)
                .map(OpenRouterException::usage)
                .isPresent();
        return endsTheJob(failure) && failure instanceof LangChain4jException && !paid;
    }

    /** Whether one bad document may have spoilt a common request. */
    static boolean mayBeOneOfMany(Throwable failure) {
        return failure instanceof InvalidRequestException || failure instanceof ContentFilteredException;
    }

    static Outcome outcome(Throwable failure) {
        OpenRouterException told = OpenRouterException.find(failure).orElse(null);
        return Outcome.of(
                state(failure),
                null,
                usage(failure, told),
                null,
                told == null ? null : told.generationId(),
                failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    private static State state(Throwable failure) {
        if (failure instanceof ContentFilteredException
                || failure instanceof OpenRouterIncompleteAnswerException incomplete
                        && incomplete.finishReason() == FinishReason.CONTENT_FILTER) {
            return State.REFUSED;
        }
        return failure instanceof NonRetriableException ? State.FAILED : State.FAILED_FOR_NOW;
    }

    private static @Nullable OpenRouterTokenUsage usage(Throwable failure, @Nullable OpenRouterException told) {
        if (failure instanceof OpenRouterIncompleteAnswerException incomplete) {
            return incomplete.usage();
        }
        if (told == null || told.usage() != null) {
            return told == null ? null : told.usage();
        }
        return isRefused(told.statusCode())
                ? OpenRouterTokenUsage.builder().cost(BigDecimal.ZERO).build()
                : null;
    }

    /** OpenRouter bills nothing for these. */
    private static boolean isRefused(int status) {
        return status >= 400 && status < 500;
    }
}
