package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.AvailabilityCode;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorWords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that OpenRouter reported about a failure. It is the cause of the LangChain4j exception that a model throws
 * (or passes to {@code onError}), if a server answered:
 *
 * <pre>{@code
 * try {
 *     model.chat(question);
 * } catch (RateLimitException e) {
 *     OpenRouterException.in(e).map(OpenRouterException::retryAfter).ifPresent(this::comeBackAfter);
 * }
 * }</pre>
 *
 * <p>Its message contains OpenRouter's and the upstream provider's messages, which may quote the prompt. Secrets of the
 * request - the key, keys of providers, values of secret headers - are removed from the message and from every other
 * member. {@link #partialResponse()} has the partial answer.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/errors">Errors</a>
 */
public class OpenRouterException extends HttpException {

    private final transient ApiError error;
    private final @Nullable String generationId;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable ChatResponse partialResponse;
    private final transient @Nullable OpenRouterTokenUsage usage;

    OpenRouterException(
            String message,
            ApiError error,
            @Nullable String generationId,
            @Nullable Duration retryAfter,
            @Nullable ChatResponse partialResponse,
            @Nullable OpenRouterTokenUsage usage) {
        super(error.status(), message);
        this.error = error;
        this.generationId = generationId;
        this.retryAfter = retryAfter;
        this.partialResponse = partialResponse;
        this.usage = usage;
    }

    /** Like {@link #find}; in Kotlin {@code in} is a keyword. */
    public static Optional<OpenRouterException> in(@Nullable Throwable throwable) {
        return find(throwable);
    }

    /** The one in a throwable's chain of causes, the throwable itself included. */
    public static Optional<OpenRouterException> find(@Nullable Throwable throwable) {
        return ExceptionMapper.find(OpenRouterException.class, throwable);
    }

    /**
     * The error's own code if it is an HTTP status, also for errors inside a 200; else the response's status. 502 also
     * stands for an answer that broke off or cannot be used, and for one that did not arrive while others of the same
     * call did; 408 also for one that took too long.
     */
    @Override
    public int statusCode() {
        return super.statusCode();
    }

    /** OpenRouter's {@code error_type}, for example {@code rate_limit_exceeded}; null if not reported. */
    public @Nullable String errorType() {
        return error.type();
    }

    /** The error's code as text: {@code "429"}, {@code "server_error"}; null if not reported. */
    public @Nullable String errorCode() {
        return error.code();
    }

    /** The upstream provider that failed; null if not reported or if no provider was asked. */
    public @Nullable String provider() {
        return error.provider();
    }

    /** The upstream provider's message; null if not reported. */
    public @Nullable String upstreamMessage() {
        return error.upstreamMessage();
    }

    /** How long the server asks to wait, from headers or body; null if not reported. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Why no endpoint took the request; null if that is not the reason. */
    public @Nullable Availability availability() {
        ApiError.Availability found = error.availability();
        return found == null
                ? null
                : new Availability(
                        found.code(),
                        found.retryable(),
                        found.requestedModels(),
                        found.affectedProviders(),
                        found.excludedBy(),
                        found.fallbackModels(),
                        found.constraintField(),
                        found.constraintDetail(),
                        found.docsUrl());
    }

    /** Whether OpenRouter reports that the id is unknown. */
    boolean isNoSuchModel() {
        return error.kind() == ErrorKind.NO_SUCH_MODEL || knownAvailability() == AvailabilityCode.MODEL_NOT_FOUND;
    }

    @Nullable
    AvailabilityCode knownAvailability() {
        return error.knownAvailability();
    }

    /** The id that is unknown, or that nobody serves; null if OpenRouter does not name it. */
    @Nullable
    String missingModel() {
        return ErrorWords.missingModel(error.message());
    }

    /** Whether the answer does not say that it was the model that was not found. */
    boolean isOnlyNotFound() {
        return ErrorWords.isOnlyNotFound(error);
    }

    /** Whether the input and the longest answer do not fit into the model's context together. */
    boolean isTooLong() {
        return ErrorWords.isTooLong(error);
    }

    /** Whether the model exists, but does not serve the endpoint that was called. */
    boolean isOfAnotherEndpoint() {
        return ErrorWords.isOfAnotherEndpoint(error);
    }

    /** Whether another form of the request may succeed, by the message. */
    boolean isAboutTheForm() {
        return switch (error.kind()) {
            case AS_REPORTED -> !isOnlyNotFound() && !isOfAnotherEndpoint();
            case PREFERENCE_EXCLUDES_ALL -> !ErrorWords.isAboutData(error.message());
            default -> false;
        };
    }

    /**
     * {@code error.metadata} as OpenRouter sent it, with {@code error.param}, and the {@code openrouter_metadata}
     * and the {@code user_id} beside the error; secrets removed, plain JSON types; empty if there is none. Not for
     * logs: it can quote the request.
     */
    public Map<String, Object> metadata() {
        return error.metadata();
    }

    /** How the request was routed, if {@code routerMetadata(true)} asked for it; not for status 500. */
    public @Nullable OpenRouterRouterMetadata routerMetadata() {
        return error.metadata().get(ApiError.ROUTING) instanceof Map<?, ?> routing
                ? OpenRouterRouterMetadata.from(routing)
                : null;
    }

    /** The id to look up the call or to give to OpenRouter's support; null if there is none. */
    public @Nullable String generationId() {
        return generationId;
    }

    /** The partial answer: text, usage and cost so far. Null if nothing arrived. */
    public @Nullable ChatResponse partialResponse() {
        return partialResponse;
    }

    /**
     * Tokens and cost that were reported although the call failed: of the partial answer, and of the other batches of an
     * embedding, or requests to a rerank model, that had ended. Null if none were reported. If a chat model reranks,
     * {@link OpenRouterRerankReport#usage()} has the usage of all its calls.
     */
    public @Nullable OpenRouterTokenUsage usage() {
        return usage;
    }

    /**
     * Why no endpoint took the request.
     *
     * @param code for example {@code no_endpoints}, {@code privacy_restricted}, {@code capacity_exhausted}
     * @param retryable whether this occurrence may be tried again; null if not reported
     * @param requestedModels requested ids
     * @param affectedProviders slugs of the affected providers
     * @param excludedBy what excluded endpoints, for example {@code data_policy:zdr}, {@code max_price}
     * @param fallbackModels ids that OpenRouter suggests instead
     * @param constraintField the request field that excluded endpoints; null if not reported
     * @param constraintDetail the message about that field; null if not reported
     * @param docsUrl OpenRouter's page about the code; null if not reported
     */
    public record Availability(
            String code,
            @Nullable Boolean retryable,
            List<String> requestedModels,
            List<String> affectedProviders,
            List<String> excludedBy,
            List<String> fallbackModels,
            @Nullable String constraintField,
            @Nullable String constraintDetail,
            @Nullable String docsUrl) {}
}
