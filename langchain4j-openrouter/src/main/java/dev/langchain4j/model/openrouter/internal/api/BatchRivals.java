package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of a connection whose batch is not known: those that are under way, and those whose answer was lost.
 * A new batch in the list may be that of any of them. Thread-safe.
 */
public final class BatchRivals {

    /** How long OpenRouter may need to accept a batch whose sender has given up. */
    private static final Duration LATE = Duration.ofMinutes(1);

    // Guarded by this object's monitor, with the fields of its elements.
    private final Set<Entry> open = new HashSet<>();

    /** Begins a submission, which is over when it is closed. */
    public synchronized Entry begin(BatchSubmission request, Time time) {
        var entry = new Entry(request, time);
        open.add(entry);
        forgetOld();
        return entry;
    }

    /** Keeps those that a submission under way can be mistaken for, itself included. */
    private void forgetOld() {
        List<Instant> underWay = open.stream()
                .filter(entry -> entry.end == null)
                .map(entry -> entry.start)
                .toList();
        open.removeIf(entry -> underWay.stream().noneMatch(entry::overlaps));
    }

    /** One submission. Its batch becomes known before it is closed, or never. */
    public final class Entry implements AutoCloseable {

        /** Null when it is over: it can be large. */
        private @Nullable BatchSubmission request;

        private final BatchShape shape;
        private final Time time;
        private final Instant start;
        private boolean lost;
        private @Nullable Instant end;

        private Entry(BatchSubmission request, Time time) {
            this.request = request;
            this.shape = BatchShape.of(request);
            this.time = time;
            this.start = time.now();
        }

        BatchSubmission request() {
            return Objects.requireNonNull(request);
        }

        BatchShape shape() {
            return shape;
        }

        Instant start() {
            return start;
        }

        /** Whether the batch may be that of another submission. */
        boolean mayBeOfRival(Batch batch) {
            synchronized (BatchRivals.this) {
                return open.stream()
                        .anyMatch(other ->
                                other != this && other.isSent() && other.overlaps(start) && other.shape.mayBe(batch));
            }
        }

        void failed(Throwable failure) {
            synchronized (BatchRivals.this) {
                lost = failure instanceof CallFailedException call ? call.mayHaveWorked() : isSent();
            }
        }

        @Override
        public void close() {
            synchronized (BatchRivals.this) {
                end = time.now();
                request = null;
                if (!lost) {
                    open.remove(this);
                }
            }
        }

        /** Whether OpenRouter may have all of it; before, there is no batch. */
        private boolean isSent() {
            return request == null || request.isComplete();
        }

        /** Whether its batch may be created at this time, or later. */
        private boolean overlaps(Instant at) {
            return end == null || end.plus(LATE).isAfter(at);
        }
    }
}
