package dev.langchain4j.model.openrouter.test;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The query of {@code GET /batches}.
 *
 * @param createdAfter seconds since 1970, exclusive as {@code createdBefore}
 * @param states empty for all
 */
record BatchQuery(long limit, @Nullable String after, long createdAfter, long createdBefore, List<String> states) {

    private static final int USUAL_PAGE = 20;
    private static final int MAX_PAGE = 100;
    private static final Set<String> STATES =
            Set.of("validating", "in_progress", "completed", "failed", "expired", "cancelled");

    /**
     * Reads the query.
     *
     * @param lenient whether values that OpenRouter refuses are ignored or capped
     * @throws IllegalArgumentException with the words of a refusal
     */
    static BatchQuery of(RecordedRequest request, boolean lenient) {
        BatchQuery query = new BatchQuery(
                value(request, "limit", USUAL_PAGE, BatchQuery::number, lenient),
                request.queryParameters().get("after"),
                value(request, "created_after", 0, BatchQuery::time, lenient),
                value(request, "created_before", Long.MAX_VALUE, BatchQuery::time, lenient),
                request.queryParameters("status"));
        return lenient ? query.capped() : query.checked();
    }

    private static long value(
            RecordedRequest request,
            String name,
            long usual,
            ToLongBiFunction<String, String> reader,
            boolean lenient) {
        String text = request.queryParameters().get(name);
        try {
            return text == null ? usual : reader.applyAsLong(name, text);
        } catch (IllegalArgumentException e) {
            if (lenient) {
                return usual;
            }
            throw e;
        }
    }

    private BatchQuery capped() {
        List<String> known = states.stream().filter(STATES::contains).toList();
        return new BatchQuery(Math.max(1, Math.min(MAX_PAGE, limit)), after, createdAfter, createdBefore, known);
    }

    private BatchQuery checked() {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PAGE);
        }
        if (createdAfter >= createdBefore) {
            throw new IllegalArgumentException("created_after must be before created_before");
        }
        if (!STATES.containsAll(states)) {
            throw new IllegalArgumentException("status: Invalid option: " + states);
        }
        return this;
    }

    boolean wants(SubmittedBatch batch) {
        return batch.createdAt() > createdAfter
                && batch.createdAt() < createdBefore
                && (states.isEmpty() || states.contains(batch.status()));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": Invalid input: expected number, received '" + text + "'", e);
        }
    }

    /** Seconds since 1970, or ISO 8601. */
    private static long time(String name, String text) {
        try {
            return text.indexOf('T') < 0
                    ? number(name, text)
                    : OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + ": Invalid ISO datetime '" + text + "'", e);
        }
    }
}
