package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchList;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches the workspace's list for a batch whose submission was not answered. OpenRouter keeps no name for a batch, so
 * it is recognised by its {@link BatchShape} and time of creation, and only if no other batch fits: neither one whose id
 * this process knows, nor a second one, nor that of another submission.
 */
final class BatchSearch {

    /** A new batch can be missing for a moment. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** Times in the list are whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    /** Maximum difference of the clocks, as long as the server's time is unknown. */
    private static final Duration DRIFT = Duration.ofHours(1);

    private static final int MAX_PAGES = 20;
    private static final String UNKNOWN =
            "OpenRouter may have accepted the batch, but the list of batches does not show it"
                    + " yet: look with list(...) before you submit it again";

    private static final Look NOTHING_SEEN = new Look(List.of(), false);

    private final BatchEndpoints batches;
    private final BatchRivals.Entry submission;
    private final Predicate<String> isKnown;
    private final Time time;
    private final ServerClock clock;

    BatchSearch(BatchEndpoints batches, BatchRivals.Entry submission, Predicate<String> isKnown) {
        this.batches = batches;
        this.submission = submission;
        this.isKnown = isKnown;
        this.time = batches.time();
        this.clock = new ServerClock(time);
    }

    /**
     * The result.
     *
     * @param batch null if it was not found
     * @param isCertain whether the list was complete and does not contain it
     * @param words what to tell the user if it was not found
     */
    record Found(@Nullable Batch batch, boolean isCertain, String words) {}

    Found run() {
        for (int look = 0; ; look++) {
            Look seen = NOTHING_SEEN;
            try {
                seen = look();
            } catch (CallFailedException | ApiKeyMissingException | SupplierFailedException unknown) {
                // the next look may succeed
            }
            boolean isClear = seen.candidates().stream().noneMatch(submission::mayBeOfRival);
            // after that: the batch of a rival that has just ended is known by now
            List<Batch> candidates = seen.candidates().stream()
                    .filter(batch -> !isKnown.test(batch.id()))
                    .toList();
            if (candidates.size() == 1 && isClear) {
                return new Found(candidates.get(0), true, "");
            }
            boolean isLast = look == PAUSES.size() || Thread.currentThread().isInterrupted();
            if (!candidates.isEmpty() && (isClear || isLast)) {
                return new Found(null, false, unclear(candidates));
            }
            if (isLast) {
                return new Found(null, seen.isComplete(), UNKNOWN);
            }
            batches.pause(PAUSES.get(look));
        }
    }

    private static String unclear(List<Batch> candidates) {
        String ids = candidates.stream().map(Batch::id).collect(Collectors.joining(", "));
        String words = candidates.size() > 1
                ? "more than one new batch looks like it: " + ids + ". Look at them"
                : "batch " + ids + " looks like it, but may be that of another submission. Look at it";
        return "OpenRouter may have accepted the batch; " + words + " before you submit it again";
    }

    /**
     * What the list shows.
     *
     * @param isComplete whether it was read to its end, and no other batch in it can be the one
     */
    private record Look(List<Batch> candidates, boolean isComplete) {}

    private Look look() {
        List<Batch> candidates = new ArrayList<>();
        boolean unclear = false;
        long after = submission.start().minus(DRIFT).plus(clock.ahead()).getEpochSecond();
        String last = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            BatchList list = batches.createdAfter(after, last, clock);
            for (Batch batch : list.batches()) {
                if (!mayBe(batch)) {
                    continue;
                }
                if (batch.createdAt() != null && submission.shape().fits(batch)) {
                    candidates.add(batch);
                } else {
                    unclear = true;
                }
            }
            if (list.next() == null || list.next().equals(last)) {
                return new Look(candidates, !list.more() && !unclear);
            }
            last = list.next();
        }
        return new Look(candidates, false);
    }

    /** Whether nothing that it reports contradicts. */
    private boolean mayBe(Batch batch) {
        Instant earliest = submission.start().plus(clock.ahead()).minus(ROUNDING);
        return submission.shape().mayBe(batch)
                && (batch.createdAt() == null
                        || !Instant.ofEpochSecond(batch.createdAt()).isBefore(earliest))
                && !isKnown.test(batch.id());
    }

    /** How far the server's clock is ahead of ours. */
    static final class ServerClock {

        private final Time time;
        private Duration ahead = Duration.ZERO;

        ServerClock(Time time) {
            this.time = time;
        }

        Duration ahead() {
            return ahead;
        }

        /** @param date the {@code Date} of an answer that has just arrived */
        void said(@Nullable String date) {
            if (date == null) {
                return;
            }
            try {
                Instant server = ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                ahead = Duration.between(time.now(), server);
            } catch (DateTimeException unreadable) {
                // then the clocks count as equal
            }
        }
    }
}
