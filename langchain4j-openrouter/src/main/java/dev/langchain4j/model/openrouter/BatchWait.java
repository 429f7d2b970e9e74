package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.BatchEndpoints;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.cost.CostBatchBook;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Polls a batch until it is over. A new batch can be missing for a moment, also between two looks that find it: they may
 * ask different replicas of OpenRouter.
 */
record BatchWait(BatchEndpoints batches, CostBatchBook book, Time time, Logger log) {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** How long a new batch may be missing. */
    private static final Duration UNTIL_LISTED = Duration.ofSeconds(10);

    /** Until when a batch that is submitted now may be missing. */
    long newUntil() {
        return time.nanos() + UNTIL_LISTED.toNanos();
    }

    /** The batch, now. One that this connection has just submitted is awaited for a moment. */
    Batch found(String id) {
        for (Duration wait = FIRST; ; wait = longer(wait)) {
            try {
                return batches.batch(id);
            } catch (ApiException failure) {
                if (!mayAppear(failure, book.newUntil(id))) {
                    throw failure;
                }
                batches.pause(wait);
            }
        }
    }

    /**
     * The batch, when it is over.
     *
     * @param progress what the listener gets
     * @throws TimeoutException if it is not over in time
     */
    Batch over(
            String id,
            Duration atMost,
            Function<Batch, OpenRouterBatchResponse<?>> progress,
            @Nullable OpenRouterBatchListener listener) {
        long start = time.nanos();
        Long known = book.newUntil(id);
        long newUntil = known == null ? newUntil() : known;
        Duration wait = FIRST;
        Batch last = null;
        while (true) {
            CallFailedException failed = null;
            try {
                Batch batch = batches.batch(id);
                OpenRouterBatchResponse<?> now = progress.apply(batch);
                if (listener != null) {
                    ExceptionGuard.run(() -> listener.onProgress(now), e -> log.warn("A batch listener failed", e));
                }
                if (batch.status().isTerminal()) {
                    return batch;
                }
                last = batch;
            } catch (CallFailedException failure) {
                if (!mayAppear(failure, newUntil) && !mayPass(failure)) {
                    throw failure;
                }
                failed = failure;
            }
            Duration left = atMost.minusNanos(time.nanos() - start);
            if (left.isZero() || left.isNegative()) {
                throw late(id, atMost, last, failed);
            }
            Duration pause = pause(wait, failed);
            batches.pause(pause.compareTo(left) < 0 ? pause : left);
            wait = longer(wait);
        }
    }

    /** The wait until the next look, or what a refused look was asked to wait, if that is longer. */
    private static Duration pause(Duration wait, @Nullable CallFailedException failed) {
        Duration asked = failed == null ? null : failed.retryAfter();
        return asked == null || asked.compareTo(wait) < 0 ? wait : asked;
    }

    private static Duration longer(Duration wait) {
        Duration next = wait.multipliedBy(3).dividedBy(2);
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }

    private boolean mayAppear(CallFailedException failure, @Nullable Long newUntil) {
        return newUntil != null
                && time.nanos() - newUntil < 0
                && failure instanceof ApiException api
                && api.error().kind() == ErrorKind.NO_SUCH_BATCH;
    }

    /** A look costs nothing, so the next one may also follow an answer that broke off or took too long. */
    private static boolean mayPass(CallFailedException failure) {
        return failure.retriable()
                || failure.broken()
                || failure instanceof TransportException transport && transport.kind() == Kind.TIMEOUT;
    }

    private static TimeoutException late(
            String id, Duration atMost, @Nullable Batch last, @Nullable CallFailedException failed) {
        String state = last == null
                ? "could not be read"
                : "is " + last.word()
                        + (last.total() == null ? "" : ", " + done(last) + " of " + last.total() + " done");
        return new TimeoutException(
                "Batch " + id + " " + state + " after " + atMost + ". It goes on: wait again, or retrieve it later",
                failed);
    }

    private static int done(Batch batch) {
        return (batch.completed() == null ? 0 : batch.completed()) + (batch.failed() == null ? 0 : batch.failed());
    }
}
