package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.RetryPolicy;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Submits one batch. After a failure that may hide a created batch, the list of batches is searched for it. A found one
 * is the result. If there is none, the batch is sent again only if the server itself has reported the failure.
 */
final class BatchSubmit implements CallTrace {

    private static final String NOT_REPEATED = "not repeated: OpenRouter may have accepted the batch";

    private final BatchEndpoints batches;
    private final BatchRivals.Entry submission;
    private final Predicate<String> isKnown;
    private final CallMeter meter;

    /** The key of the last attempt: the batch belongs to its workspace. */
    private volatile @Nullable String authorization;

    BatchSubmit(BatchEndpoints batches, BatchRivals.Entry submission, Predicate<String> isKnown, CallMeter meter) {
        this.batches = batches;
        this.submission = submission;
        this.isKnown = isKnown;
        this.meter = meter;
    }

    Batch run() {
        for (int retries = 0; ; retries++) {
            try {
                return batches.post(submission.request(), this, meter, header -> authorization = header);
            } catch (CallFailedException failure) {
                if (!mayHaveWorked(failure)) {
                    throw failure;
                }
                BatchSearch.Found found = new BatchSearch(batches.with(authorization), submission, isKnown).run();
                if (found.batch() != null) {
                    return found.batch();
                }
                boolean again = found.isCertain() && isReported(failure) && retries < batches.maxRetries();
                Duration wait = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
                if (!again || wait.compareTo(RetryPolicy.LONGEST_WAIT) > 0) {
                    throw told(failure, found);
                }
                batches.pause(wait);
            }
        }
    }

    @Nullable
    String authorization() {
        return authorization;
    }

    /** The server answered, and said that it has failed. */
    private static boolean isReported(CallFailedException failure) {
        return failure instanceof ApiException api && api.error().status() >= 400 && api.billing() == Billing.NOTHING;
    }

    private boolean mayHaveWorked(CallFailedException failure) {
        return failure.mayHaveWorked()
                && (!(failure instanceof TransportException)
                        || submission.request().isComplete());
    }

    /** The failure, with what the user should know about the batch. */
    private static CallFailedException told(CallFailedException failure, BatchSearch.Found found) {
        String message = failure.getMessage() + " (" + found.words() + ")";
        if (failure instanceof ApiException api) {
            return new ApiException(
                    api.error().with(message, api.error().kind()),
                    api.generationId(),
                    api.retryAfter(),
                    null,
                    Billing.UNKNOWN);
        }
        return new TransportException(((TransportException) failure).kind(), message, failure.getCause());
    }

    @Override
    public void attempted() {
        meter.trace().attempted();
    }

    @Override
    public void sending() {
        meter.trace().sending();
    }

    @Override
    public void opened(HttpHead head) {
        meter.trace().opened(head);
    }

    @Override
    public @Nullable String objection(CallFailedException failure) {
        return mayHaveWorked(failure) ? NOT_REPEATED : meter.trace().objection(failure);
    }
}
