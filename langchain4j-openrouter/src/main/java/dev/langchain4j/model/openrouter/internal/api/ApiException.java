package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.RetryPolicy;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenRouter answered, and what it said is a failure: by its status, or in the body of a 200, or inside a stream. */
public final class ApiException extends CallFailedException {

    private final ApiError error;
    private final @Nullable String generationId;
    private final @Nullable Duration retryAfter;
    private final @Nullable ChatCompletion partial;
    private final @Nullable Usage usage;

    /**
     * @param retryAfter the wait that the response's headers or the error ask for
     * @param partial what had arrived of the answer before it failed, usage included
     */
    public ApiException(
            ApiError error,
            @Nullable String generationId,
            @Nullable Duration retryAfter,
            @Nullable ChatCompletion partial) {
        this(error, generationId, retryAfter, partial, partial == null ? null : partial.usage(), null);
    }

    /** @param usage what the failure has cost all the same */
    ApiException(ApiError error, @Nullable String generationId, @Nullable Duration retryAfter, @Nullable Usage usage) {
        this(error, generationId, retryAfter, null, usage, null);
    }

    private ApiException(
            ApiError error,
            @Nullable String generationId,
            @Nullable Duration retryAfter,
            @Nullable ChatCompletion partial,
            @Nullable Usage usage,
            @Nullable TransportException transport) {
        super(error.message(), transport);
        this.error = error;
        this.generationId = generationId;
        this.retryAfter = retryAfter;
        this.partial = partial;
        this.usage = usage;
    }

    /** An answer that began and then broke off or fell silent. */
    public static ApiException broken(
            TransportException transport, @Nullable String generationId, @Nullable ChatCompletion partial) {
        boolean timeout = transport.kind() == TransportException.Kind.TIMEOUT;
        ApiError error = new ApiError(
                timeout ? 408 : 502,
                null,
                timeout ? "timeout" : null,
                transport.getMessage(),
                partial == null ? null : partial.provider(),
                null,
                null,
                Map.of());
        return new ApiException(
                error, generationId, null, partial, partial == null ? null : partial.usage(), transport);
    }

    /** What broke the answer off; null if OpenRouter itself reported the failure. */
    public @Nullable TransportException transport() {
        return (TransportException) getCause();
    }

    public ApiError error() {
        return error;
    }

    public @Nullable String generationId() {
        return generationId;
    }

    public @Nullable ChatCompletion partial() {
        return partial;
    }

    /** What was reported as used, though the call has failed; null if nothing was. */
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public boolean retriable() {
        ApiError.Availability availability = error.availability();
        if (isCharged()) {
            return false; // who asks again pays again, and would learn of one of the two only
        }
        return availability != null && availability.retryable() != null
                ? availability.retryable()
                : RetryPolicy.retriableStatus(error.status());
    }

    private boolean isCharged() {
        Usage usage = partial == null ? null : partial.usage();
        return usage != null && usage.cost() != null && usage.cost().signum() > 0;
    }

    @Override
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public String briefly() {
        return "status " + error.status();
    }
}
