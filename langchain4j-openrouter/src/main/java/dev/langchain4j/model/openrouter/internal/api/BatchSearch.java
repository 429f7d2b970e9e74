package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchList;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchStatus;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
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
 * it is recognised by endpoint, model, number of lines and time of creation, and only if no other batch fits: neither
 * one whose id this process knows, nor a second one.
 */
final class BatchSearch {

    /** A new batch can be missing for a moment. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** Times in the list are whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    /** Maximum difference of the clocks, as long as the server's time is unknown. */
    private static final Duration DRIFT = Duration.ofHours(1);

    private static final int MOST_PAGES = 20;
    private static final String VARIANT = ":batch";
    private static final String PRESET = "@preset";
    private static final String UNKNOWN =
            "OpenRouter may have accepted the batch, but the list of batches does not show it"
                    + " yet: look with list(...) before you submit it again";

    private static final Look NOTHING_SEEN = new Look(List.of(), false);

    private final BatchEndpoints batches;
    private final BatchSubmission request;
    private final Instant start;
    private final Predicate<String> isKnown;
    private final Time time;
    private final ServerClock clock;

    BatchSearch(BatchEndpoints batches, BatchSubmission request, Instant start, Predicate<String> isKnown) {
        this.batches = batches;
        this.request = request;
        this.start = start;
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
            } catch (CallFailedException unknown) {
                // the next look may succeed
            }
            List<Batch> candidates = seen.candidates();
            if (candidates.size() == 1) {
                return new Found(candidates.get(0), true, "");
            }
            if (candidates.size() > 1) {
                return new Found(null, false, severalFit(candidates));
            }
            if (look == PAUSES.size() || Thread.currentThread().isInterrupted()) {
                return new Found(null, seen.isComplete(), UNKNOWN);
            }
            batches.pause(PAUSES.get(look));
        }
    }

    private static String severalFit(List<Batch> candidates) {
        return "OpenRouter may have accepted the batch; more than one new batch looks like it: "
                + candidates.stream().map(Batch::id).collect(Collectors.joining(", "))
                + ". Look at them before you submit it again";
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
        long after = start.minus(DRIFT).plus(clock.ahead()).getEpochSecond();
        String last = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            BatchList list = batches.createdAfter(after, last, clock);
            for (Batch batch : list.batches()) {
                if (mayBe(batch) && isClear(batch)) {
                    candidates.add(batch);
                } else if (mayBe(batch)) {
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
        Instant earliest = start.plus(clock.ahead()).minus(ROUNDING);
        return (batch.endpoint() == null || batch.endpoint().equals(request.endpoint()))
                && (batch.model() == null || mayBeModel(batch.model()))
                && (isUncounted(batch) || batch.total() == request.size())
                && (batch.createdAt() == null
                        || !Instant.ofEpochSecond(batch.createdAt()).isBefore(earliest))
                && !isKnown.test(batch.id());
    }

    /**
     * Whether it reports enough to be taken for the one. The lines of a batch may be counted only after its validation.
     */
    private boolean isClear(Batch batch) {
        return batch.endpoint() != null
                && batch.model() != null
                && base(batch.model()).equals(base(request.model()))
                && batch.createdAt() != null
                && (!isUncounted(batch) || batch.status() == BatchStatus.VALIDATING);
    }

    /** An alias may be listed as the model that it stands for, and a model as its dated build: of the same author. */
    private boolean mayBeModel(String listed) {
        return request.model().startsWith(PRESET) || ModelIds.author(listed).equals(ModelIds.author(request.model()));
    }

    private static boolean isUncounted(Batch batch) {
        return batch.total() == null || batch.total() == 0;
    }

    private static String base(String model) {
        return model.endsWith(VARIANT) ? model.substring(0, model.length() - VARIANT.length()) : model;
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
