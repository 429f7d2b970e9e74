package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchResponse;
import dev.langchain4j.model.batch.BatchState;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch: its state, its counts, its cost, and its results when it is over. Null means not reported.
 *
 * <p>{@link #results()} has one item per request, in the order of the requests: an answer, or a failure. It is empty
 * while the batch runs, and if the whole batch failed without an answer; {@link #errorMessage()} then has the reason.
 *
 * @param <T> the answer to one request
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public class OpenRouterBatchResponse<T> extends BatchResponse<T> {

    private final Batch batch;
    private final @Nullable OpenRouterTokenUsage usage;

    OpenRouterBatchResponse(Batch batch, List<BatchItemResult<T>> results) {
        super(new Builder<T>().batchId(batch.id()).state(state(batch)).results(results));
        this.batch = batch;
        this.usage = OpenRouterTokenUsage.reported(batch.usage());
    }

    private static BatchState state(Batch batch) {
        return switch (batch.status()) {
            case VALIDATING -> BatchState.PENDING;
            case IN_PROGRESS, FINALIZING, CANCELLING -> BatchState.RUNNING;
            case COMPLETED -> batch.hasFailed() ? BatchState.FAILED : BatchState.SUCCEEDED;
            case FAILED -> BatchState.FAILED;
            case EXPIRED -> BatchState.EXPIRED;
            case CANCELLED -> BatchState.CANCELLED;
            case UNKNOWN -> BatchState.UNSPECIFIED;
        };
    }

    /** OpenRouter's own word for the state, for example {@code finalizing}. */
    public @Nullable String status() {
        return batch.word();
    }

    /** Why the whole batch failed, in OpenRouter's words; null if it did not. */
    public @Nullable String errorMessage() {
        return batch.error() == null ? null : batch.error().message();
    }

    /** The id of the model that runs the batch. */
    public @Nullable String modelName() {
        return batch.model();
    }

    /** The provider that runs the batch. */
    public @Nullable String provider() {
        return batch.provider();
    }

    /** Number of requests. */
    public @Nullable Integer totalCount() {
        return batch.total();
    }

    /** Number of requests that have been answered. */
    public @Nullable Integer completedCount() {
        return batch.completed();
    }

    /** Number of requests that have failed. */
    public @Nullable Integer failedCount() {
        return batch.failed();
    }

    /** Tokens and cost of all requests together. */
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return usage;
    }

    /** When the batch was submitted. */
    public @Nullable Instant createdAt() {
        return instant(batch.createdAt());
    }

    /** When the provider gives up; OpenRouter's window is 24 hours, some providers have longer ones. */
    public @Nullable Instant expiresAt() {
        return instant(batch.expiresAt());
    }

    /** When the batch was over. */
    public @Nullable Instant finalizedAt() {
        return instant(batch.finalizedAt());
    }

    private static @Nullable Instant instant(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    /** Without the answers. */
    @Override
    public String toString() {
        return "OpenRouterBatchResponse{batchId=" + batchId() + ", state=" + state() + ", status=" + status()
                + ", completed=" + completedCount() + ", failed=" + failedCount() + ", total=" + totalCount()
                + ", results=" + results().size() + ", errorMessage=" + errorMessage() + "}";
    }
}
