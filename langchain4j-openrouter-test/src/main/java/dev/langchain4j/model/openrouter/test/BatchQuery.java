package dev.langchain4j.model.openrouter.test;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of {@code GET /batches}.
 *
 * @param createdAfter seconds since 1970, exclusive as {@code createdBefore}
 * @param states empty for all
 */
record BatchQuery(long limit, @Nullable String after, long createdAfter, long createdBefore, List<String> states) {

    private static final int MAX_PAGE = 100;
    private static final Set<String> STATES =
            Set.of("validating", "in_progress", "completed", "failed", "expired", "cancelled");

    /** @throws IllegalArgumentException with the words of a refusal */
    static BatchQuery of(RecordedRequest request) {
        BatchQuery query = new BatchQuery(
                number("limit", request.queryParameter("limit", "20")),
                request.queryParameters().get("after"),
                time("created_after", request.queryParameter("created_after", "0")),
                time("created_before", request.queryParameter("created_before", String.valueOf(Long.MAX_VALUE))),
                request.queryParameters("status"));
        if (query.limit < 1 || query.limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PAGE);
        }
        if (query.createdAfter >= query.createdBefore) {
            throw new IllegalArgumentException("created_after must be before created_before");
        }
        if (!STATES.containsAll(query.states)) {
            throw new IllegalArgumentException("status: Invalid option: " + query.states);
        }
        return query;
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
