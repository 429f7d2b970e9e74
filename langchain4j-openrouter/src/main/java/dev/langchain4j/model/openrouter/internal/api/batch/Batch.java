package dev.langchain4j.model.openrouter.internal.api.batch;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's record of a batch. Null means not reported.
 *
 * @param word the state as sent
 * @param createdAt seconds since 1970, as all times here
 * @param expiresAt the end of the provider's window
 * @param usage of all lines together
 * @param results null while it runs, in a list, and sometimes later
 * @param error why the whole batch failed
 */
public record Batch(
        String id,
        @Nullable String endpoint,
        @Nullable String model,
        @Nullable String provider,
        BatchStatus status,
        @Nullable String word,
        @Nullable Long createdAt,
        @Nullable Long expiresAt,
        @Nullable Long finalizedAt,
        @Nullable Integer total,
        @Nullable Integer completed,
        @Nullable Integer failed,
        @Nullable Usage usage,
        @Nullable List<BatchLine> results,
        @Nullable ApiError error) {

    /** Whether it is completed without an error of its own; single lines may have failed. */
    public boolean hasSucceeded() {
        return status == BatchStatus.COMPLETED && error == null;
    }

    /** Whether it failed as a whole. One that is completed with an error may still have answers. */
    public boolean hasFailed() {
        return status == BatchStatus.FAILED || status == BatchStatus.COMPLETED && error != null;
    }

    /** The results that came with the batch, if they are those of all its lines; null otherwise. */
    public @Nullable List<BatchLine> allResults() {
        boolean all = results != null && (total == null ? !results.isEmpty() : results.size() >= total);
        return all ? results : null;
    }

    /**
     * Whether this is certainly a batch that has cost nothing, because none of its lines was answered. Not if its own
     * results have an answer, or if it is completed and its counts leave a line open.
     */
    public boolean answeredNothing() {
        if (completed == null) {
            return status == BatchStatus.FAILED && results == null;
        }
        boolean answered = results != null && results.stream().anyMatch(BatchLine::isAnswered);
        boolean counted = status != BatchStatus.COMPLETED || total != null && failed != null && failed >= total;
        return completed == 0 && counted && !answered;
    }
}
