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
import dev.langchain4j.model.openrouter.internal.api.error.AvailabilityCode;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorType;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place that maps a failure to the exception for users: by {@code error.availability.code}, then by
 * {@code error_type}, then by the error's message, which is all that most errors have, then by status.
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
        return toLangChain4j(failure, returnThinking, null);
    }

    /**
     * For one of several calls, whose failure is the failure of all.
     *
     * @param ofOthers usage of the answered calls; null if there is none
     */
    static RuntimeException toLangChain4j(RuntimeException failure, @Nullable OpenRouterTokenUsage ofOthers) {
        boolean brokeOff = ofOthers != null
                && failure instanceof TransportException transport
                && switch (transport.kind()) {
                    case INTERRUPTED, CLOSED -> false;
                    default -> true;
                };
        return toLangChain4j(
                brokeOff ? ApiException.broken((TransportException) failure, null, null, false) : failure,
                false,
                ofOthers);
    }

    private static RuntimeException toLangChain4j(
            RuntimeException failure, boolean returnThinking, @Nullable OpenRouterTokenUsage ofOthers) {
        if (failure instanceof ApiException api) {
            return ofAnswer(api, returnThinking, ofOthers);
        }
        if (failure instanceof TransportException transport) {
            return ofTransport(transport);
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
            ApiException failure, boolean returnThinking, @Nullable OpenRouterTokenUsage ofOthers) {
        ApiError error = failure.error();
        String message = ExceptionMessage.of(failure);
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.reported(failure.usage());
        OpenRouterException cause = new OpenRouterException(
                message,
                error,
                failure.generationId(),
                failure.retryAfter(),
                partial(failure, returnThinking),
                usage == null ? ofOthers : usage.add(ofOthers));
        AvailabilityCode code = error.availability() == null
                ? null
                : AvailabilityCode.of(error.availability().code());
        if (code != null) {
            return byAvailability(code, message, cause);
        }
        if (failure.getCause() instanceof TransportException ended && isOfThisSide(ended.kind())) {
            return new LangChain4jException(message, cause);
        }
        RuntimeException decided = byType(error.knownType(), error, message, cause);
        if (decided == null) {
            decided = byCode(error, message, cause);
        }
        if (decided == null) {
            decided = byKind(error, message, cause);
        }
        return decided != null ? decided : byStatus(error, message, cause);
    }

    /** Not the server ended the stream: its answer was too large, or somebody here closed or interrupted it. */
    private static boolean isOfThisSide(TransportException.Kind end) {
        return switch (end) {
            case TOO_LARGE, REDIRECT, HTTP_CLIENT, NO_THREAD, INTERRUPTED, CANCELLED, CLOSED -> true;
            default -> false;
        };
    }

    private static @Nullable ChatResponse partial(ApiException failure, boolean returnThinking) {
        ChatCompletion partial = failure.partial();
        if (partial == null || partial.usage() == null && partial.choice() == null) {
            return null;
        }
        ResponseHead head = new ResponseHead(failure.generationId(), null);
        return ChatResponseMapper.toPartialResponse(partial, head, returnThinking);
    }

    private static RuntimeException byAvailability(AvailabilityCode code, String message, OpenRouterException cause) {
        return switch (code.kind()) {
            case NO_MODEL -> new ModelNotFoundException(message, cause);
            case REFUSED -> new InvalidRequestException(message, cause);
            case RATE_LIMITED -> new RateLimitException(message, cause);
            case FAILING -> new InternalServerException(message, cause);
        };
    }

    /** @param type the error's, or that of its code, in which some upstreams report their type */
    private static @Nullable RuntimeException byType(
            @Nullable ErrorType type, ApiError error, String message, OpenRouterException cause) {
        if (type == null) {
            return null;
        }
        return switch (type.meaning()) {
            case AS_STATUS -> null;
            case INVALID -> new InvalidRequestException(message, cause);
            case CONTENT_REFUSED -> new ContentFilteredException(message, cause);
            case INSUFFICIENT_CREDITS -> insufficientCredits(error, message, cause);
            case UNAUTHENTICATED -> new AuthenticationException(message, cause);
            case RATE_LIMITED -> new RateLimitException(message, cause);
            case TIMEOUT -> new TimeoutException(message, cause);
            case FAILING -> new InternalServerException(message, cause);
        };
    }

    /** Some servers tell in the code what OpenRouter tells in the availability or in the type. */
    private static @Nullable RuntimeException byCode(ApiError error, String message, OpenRouterException cause) {
        AvailabilityCode unavailable = AvailabilityCode.of(error.code());
        return unavailable != null
                ? byAvailability(unavailable, message, cause)
                : byType(ErrorType.of(error.code()), error, message, cause);
    }

    private static @Nullable RuntimeException byKind(ApiError error, String message, OpenRouterException cause) {
        return switch (error.kind()) {
            case NO_SUCH_MODEL -> new ModelNotFoundException(message, cause);
            case PREFERENCE_EXCLUDES_ALL, NOT_THE_API, NO_SUCH_BATCH, NO_SUCH_OPERATION ->
                new InvalidRequestException(message, cause);
            case CONTENT_REFUSED -> new ContentFilteredException(message, cause);
            case SPENDING_LIMIT -> insufficientCredits(error, message, cause);
            case BLOCKED_ON_THE_WAY -> new AuthenticationException(message, cause);
            case NOT_ON_RECORD -> new TimeoutException(message, cause);
            case AS_REPORTED, NO_BASE64, BATCH_LIMIT -> null;
        };
    }

    private static RuntimeException byStatus(ApiError error, String message, OpenRouterException cause) {
        return switch (error.status()) {
            case 401 -> new AuthenticationException(message, cause);
            case 402 -> insufficientCredits(error, message, cause);
            case 403 ->
                isModerated(error)
                        ? new ContentFilteredException(message, cause)
                        : new AuthenticationException(message, cause);
            case 404 -> new ModelNotFoundException(message, cause);
            case 408, 504 -> new TimeoutException(message, cause);
            case 429 -> new RateLimitException(message, cause);
            default ->
                error.status() >= 500
                        ? new InternalServerException(message, cause)
                        : new InvalidRequestException(message, cause);
        };
    }

    private static boolean isModerated(ApiError error) {
        return error.metadata().containsKey("reasons") || error.metadata().containsKey("patterns");
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

    private static RuntimeException ofTransport(TransportException failure) {
        String message = withOutcome(failure);
        return switch (failure.kind()) {
            case UNKNOWN_HOST, NO_CONNECTION -> new UnresolvedModelServerException(message, failure);
            case CONNECT_TIMEOUT, TIMEOUT -> new TimeoutException(message, failure);
            case PROXY -> new AuthenticationException(message, failure);
            case PACED -> new RateLimitException(message, failure);
            case REFUSED_STREAM, LOST_BEFORE_ANSWER, LOST_IN_ANSWER, DAMAGED ->
                new InternalServerException(message, failure);
            case TOO_LARGE, REDIRECT, HTTP_CLIENT, NO_THREAD, INTERRUPTED, CANCELLED, CLOSED ->
                new LangChain4jException(message, failure);
        };
    }

    static String withOutcome(CallFailedException failure) {
        return failure.outcome() == null ? failure.getMessage() : failure.getMessage() + " (" + failure.outcome() + ")";
    }
}
