package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorStatus;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.RetryPolicy;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure that OpenRouter reported: by its status, or in the body of a 200, or inside a stream. */
public final class ApiException extends CallFailedException {

    /** What is known about the bill of a call that failed. */
    public enum Billing {
        /** OpenRouter bills nothing for it: it refused before it generated, or nothing was generated. */
        NOTHING,
        /** OpenRouter has reported what it costs. */
        REPORTED,
        /** An answer had started, and its cost is unknown. */
        UNKNOWN
    }

    private final ApiError error;
    private final @Nullable String generationId;
    private final @Nullable Duration retryAfter;
    private final @Nullable ChatCompletion partial;
    private final @Nullable Usage usage;
    private final Billing billing;

    /**
     * @param retryAfter the wait that the response's headers or the error ask for
     * @param usage the usage of the failed call
     * @param unreported the bill if the usage tells nothing about it
     */
    ApiException(
            ApiError error,
            @Nullable String generationId,
            @Nullable Duration retryAfter,
            @Nullable Usage usage,
            Billing unreported) {
        this(error, generationId, retryAfter, null, usage, billing(usage, unreported), null);
    }

    private ApiException(
            ApiError error,
            @Nullable String generationId,
            @Nullable Duration retryAfter,
            @Nullable ChatCompletion partial,
            @Nullable Usage usage,
            Billing billing,
            @Nullable TransportException transport) {
        super(error.message(), transport);
        this.error = error;
        this.generationId = generationId;
        this.retryAfter = retryAfter;
        this.partial = partial;
        this.usage = usage;
        this.billing = billing;
    }

    private static Billing billing(@Nullable Usage usage, Billing unreported) {
        if (usage != null && usage.charged() != null) {
            return Billing.REPORTED;
        }
        return usage != null && usage.countsWork() ? Billing.UNKNOWN : unreported;
    }

    /**
     * A failure after a part of an answer.
     *
     * @param partial the part of the answer before the failure, usage included
     */
    static ApiException ofPart(
            ApiError error,
            @Nullable String generationId,
            @Nullable Duration retryAfter,
            ChatCompletion partial,
            Billing unreported) {
        Usage usage = partial.usage();
        return new ApiException(error, generationId, retryAfter, partial, usage, billing(usage, unreported), null);
    }

    /**
     * An answer that started and then broke off or fell silent.
     *
     * @param finished whether it had a finish reason; a cost that was reported before is not the whole cost
     */
    public static ApiException broken(
            TransportException transport,
            @Nullable String generationId,
            @Nullable ChatCompletion partial,
            boolean finished) {
        int status = switch (transport.kind()) {
            case TIMEOUT, CONNECT_TIMEOUT -> 408;
            case PACED -> 429;
            default -> ErrorStatus.UNEXPLAINED;
        };
        ApiError error = new ApiError(
                status,
                null,
                status == 408 ? "timeout" : null,
                transport.getMessage(),
                partial == null ? null : partial.provider(),
                null,
                null,
                Map.of());
        Usage usage = partial == null ? null : partial.usage();
        Billing billing = finished ? billing(usage, Billing.UNKNOWN) : Billing.UNKNOWN;
        return new ApiException(error, generationId, null, partial, usage, billing, transport);
    }

    /** A failure of several answers together; each alone is a success. */
    public static ApiException ofTogether(String message) {
        return new ApiException(ApiError.unexplained(message), null, null, null, Billing.NOTHING);
    }

    /** The same failure with a more exact kind and message. */
    ApiException as(ErrorKind kind, String message) {
        return new ApiException(error.with(message, kind), generationId, retryAfter, partial, usage, billing, null);
    }

    /** Whether the answer lacks its vectors and another encoding may help; only if no charge is known. */
    public boolean mayComeAsNumbers() {
        boolean charged =
                usage != null && usage.charged() != null && usage.charged().signum() > 0;
        return error.kind() == ErrorKind.NO_BASE64 && !charged;
    }

    /** The cause of the break; null if OpenRouter itself reported the failure. */
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

    /** The reported usage of the failed call; null if none was reported. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** What is known about its bill. */
    public Billing billing() {
        return billing;
    }

    /** What is known about its price; the generation id is null where the response had none. */
    public CallReceipt receipt() {
        String provider = error.provider();
        boolean mayCostMore = billing == Billing.UNKNOWN && usage != null && usage.charged() != null;
        return new CallReceipt(
                mayCostMore ? CallReceipt.tokens(usage) : usage,
                partial == null ? null : partial.model(),
                provider == null && partial != null ? partial.provider() : provider,
                generationId,
                partial == null ? 0 : partial.textBytes());
    }

    /** Whether a repetition certainly pays for nothing twice. */
    public boolean isFree() {
        return billing == Billing.NOTHING || billing == Billing.REPORTED && usage != null && usage.isFree();
    }

    @Override
    public boolean retriable() {
        return isFree() && mayPass();
    }

    @Override
    public boolean broken() {
        return billing == Billing.UNKNOWN && mayPass();
    }

    /** Whether the same request may succeed later. */
    private boolean mayPass() {
        if (error.kind() == ErrorKind.BLOCKED_ON_THE_WAY || error.kind() == ErrorKind.NO_BASE64) {
            return false;
        }
        ApiError.Availability availability = error.availability();
        return availability != null && availability.retryable() != null
                ? availability.retryable()
                : RetryPolicy.retriableStatus(error.status());
    }

    @Override
    public boolean mayHaveWorked() {
        boolean failed = error.status() == 408 || error.status() >= 500;
        return failed && error.kind() != ErrorKind.BLOCKED_ON_THE_WAY || billing != Billing.NOTHING;
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
