package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.ApiKeyMissingException;
import dev.langchain4j.model.openrouter.internal.api.ResponseHead;
import dev.langchain4j.model.openrouter.internal.api.SupplierFailedException;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorMeaning;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place that maps a failure to the exception for users. What OpenRouter's errors mean, {@link ErrorMeaning}
 * decides.
 */
final class ExceptionMapper {

    /** "You requested up to 64000 tokens, but can only afford 900." OpenRouter reports it only in this message. */
    private static final Pattern AFFORDABLE =
            Pattern.compile("requested up to (\\d{1,9}) tokens, but can only afford (\\d{1,9})");

    private ExceptionMapper() {}

    /** The result of a call, or the exception for users. */
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            throw toLangChain4j(failure, false);
        }
    }

    /** The first of this type in a throwable's chain of causes, the throwable itself included. */
    static <T extends Throwable> Optional<T> find(Class<T> type, @Nullable Throwable throwable) {
        for (Throwable t = throwable; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }

    /** Maps what a plain call throws. */
    static RuntimeException toLangChain4j(RuntimeException failure, boolean returnThinking) {
        return toLangChain4j(failure, "", returnThinking, null);
    }

    /** Maps the failure of a look-up that another call needs; {@code lead}, which tells so, begins the message. */
    static RuntimeException ofLookUp(RuntimeException failure, String lead) {
        return toLangChain4j(failure, lead, false, null);
    }

    /**
     * For one of several calls, whose failure is the failure of all. If its connection was lost, it is reported like a
     * broken answer, because only that exception can have the usage of the others.
     *
     * @param ofOthers usage of the answered calls; null if there is none
     */
    static RuntimeException toLangChain4j(RuntimeException failure, @Nullable OpenRouterTokenUsage ofOthers) {
        RuntimeException told =
                ofOthers != null && failure instanceof TransportException transport && !transport.isWanted()
                        ? ApiException.broken(transport, null, null, false)
                        : failure;
        return toLangChain4j(told, "", false, ofOthers);
    }

    private static RuntimeException toLangChain4j(
            RuntimeException failure, String lead, boolean returnThinking, @Nullable OpenRouterTokenUsage ofOthers) {
        if (failure instanceof ApiException api) {
            return ofAnswer(api, lead, returnThinking, ofOthers);
        }
        if (failure instanceof TransportException transport) {
            return exception(transport.kind(), lead + withOutcome(transport), transport);
        }
        if (failure instanceof ApiKeyMissingException) {
            return new AuthenticationException(failure.getMessage());
        }
        if (failure instanceof SupplierFailedException) {
            return failure.getCause() instanceof LangChain4jException users
                    ? users
                    : new LangChain4jException(failure.getMessage(), failure.getCause());
        }
        return failure instanceof LangChain4jException || failure instanceof IllegalArgumentException
                ? failure
                : unexpected(failure);
    }

    /** Errors of the user's interceptors, loggers and listeners, and bugs of this library. */
    private static LangChain4jException unexpected(RuntimeException failure) {
        return new LangChain4jException(
                "The call to OpenRouter failed because " + failure.getClass().getName() + " was thrown", failure);
    }

    private static RuntimeException ofAnswer(
            ApiException failure, String lead, boolean returnThinking, @Nullable OpenRouterTokenUsage ofOthers) {
        ApiError error = failure.error();
        String message = lead + ExceptionMessage.of(failure);
        OpenRouterException cause = new OpenRouterException(
                message,
                error,
                failure.generationId(),
                failure.retryAfter(),
                partial(failure, returnThinking),
                OpenRouterTokenUsage.sum(OpenRouterTokenUsage.reported(failure.usage()), ofOthers));
        return failure.transport() == null
                ? exception(ErrorMeaning.of(error), error, message, cause)
                : exception(failure.transport().kind(), message, cause);
    }

    private static @Nullable ChatResponse partial(ApiException failure, boolean returnThinking) {
        ChatCompletion partial = failure.partial();
        if (partial == null || partial.usage() == null && partial.choice() == null) {
            return null;
        }
        ResponseHead head = new ResponseHead(failure.generationId(), null);
        return ChatResponseMapper.toPartialResponse(partial, head, returnThinking);
    }

    private static RuntimeException exception(
            ErrorMeaning meaning, ApiError error, String message, OpenRouterException cause) {
        return switch (meaning) {
            case NO_MODEL -> new ModelNotFoundException(message, cause);
            case INVALID -> new InvalidRequestException(message, cause);
            case CONTENT_REFUSED -> new ContentFilteredException(message, cause);
            case INSUFFICIENT_CREDITS -> insufficientCredits(error, message, cause);
            case UNAUTHENTICATED -> new AuthenticationException(message, cause);
            case RATE_LIMITED -> new RateLimitException(message, cause);
            case TIMEOUT -> new TimeoutException(message, cause);
            case FAILING -> new InternalServerException(message, cause);
        };
    }

    private static RuntimeException insufficientCredits(ApiError error, String message, OpenRouterException cause) {
        Matcher tokens = AFFORDABLE.matcher(error.message());
        return tokens.find()
                ? new OpenRouterInsufficientCreditsException(
                        message, cause, Integer.valueOf(tokens.group(1)), Integer.valueOf(tokens.group(2)))
                : new OpenRouterInsufficientCreditsException(message, cause, null, null);
    }

    /** The output tokens that the credits cover, at least one; null if the call failed for another reason. */
    static @Nullable Integer affordableTokens(Throwable failure) {
        if (failure instanceof ApiException api
                && toLangChain4j(api, false) instanceof OpenRouterInsufficientCreditsException credits
                && credits.affordableTokens() != null
                && credits.affordableTokens() > 0) {
            return credits.affordableTokens();
        }
        return null;
    }

    private static RuntimeException exception(Kind kind, String message, RuntimeException cause) {
        return switch (kind) {
            case UNKNOWN_HOST, NO_CONNECTION -> new UnresolvedModelServerException(message, cause);
            case CONNECT_TIMEOUT, TIMEOUT -> new TimeoutException(message, cause);
            case PROXY -> new AuthenticationException(message, cause);
            case PACED -> new RateLimitException(message, cause);
            case REFUSED_STREAM, LOST_BEFORE_ANSWER, LOST_IN_ANSWER, DAMAGED ->
                new InternalServerException(message, cause);
            case TOO_LARGE, REDIRECT, HTTP_CLIENT, NO_THREAD, INTERRUPTED, CANCELLED, CLOSED ->
                new LangChain4jException(message, cause);
        };
    }

    static String withOutcome(CallFailedException failure) {
        return failure.outcome() == null ? failure.getMessage() : failure.getMessage() + " (" + failure.outcome() + ")";
    }
}
