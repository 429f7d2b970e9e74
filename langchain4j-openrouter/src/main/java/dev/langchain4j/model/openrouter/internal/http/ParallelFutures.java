package dev.langchain4j.model.openrouter.internal.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several asynchronous calls for one result, some of them in parallel: {@link ParallelCalls} without threads. */
public final class ParallelFutures<T> {

    private final List<Function<Cancellation, CompletableFuture<T>>> calls;
    private final int maxConcurrency;
    private final Cancellation cancellation;
    private final CompletableFuture<List<T>> result = new CompletableFuture<>();

    // All below are guarded by this.
    private final List<@Nullable T> results;
    private int next;
    private int underWay;
    private boolean starting;
    private @Nullable Throwable firstFailure;

    private ParallelFutures(
            List<Function<Cancellation, CompletableFuture<T>>> calls, int maxConcurrency, Cancellation cancellation) {
        this.calls = calls;
        this.maxConcurrency = maxConcurrency;
        this.cancellation = cancellation;
        this.results = new ArrayList<>(Collections.nCopies(calls.size(), null));
    }

    /**
     * Returns the results in the order of the calls. The first failure cancels the other calls and fails the future
     * once they have ended: their cost is counted then. Calls that have not started by then are not sent.
     *
     * @param maxConcurrency maximum parallel calls, at least 1
     */
    public static <T> CompletableFuture<List<T>> run(
            List<Function<Cancellation, CompletableFuture<T>>> calls, int maxConcurrency, Cancellation cancellation) {
        var parallel = new ParallelFutures<>(List.copyOf(calls), maxConcurrency, cancellation.part());
        parallel.startMore();
        return parallel.result;
    }

    /** Only one thread at a time starts calls, so that calls that end at once do not nest. */
    private void startMore() {
        synchronized (this) {
            if (starting) {
                return;
            }
            starting = true;
        }
        for (int index = takeNext(); index >= 0; index = takeNext()) {
            start(index);
        }
        endIfOver();
    }

    private synchronized int takeNext() {
        if (firstFailure != null || cancellation.isCancelled() || next == calls.size() || underWay == maxConcurrency) {
            starting = false;
            return -1;
        }
        underWay++;
        return next++;
    }

    private void start(int index) {
        Futures.of(() -> calls.get(index).apply(cancellation)).whenComplete((value, failure) -> {
            if (ended(index, value, failure)) {
                cancellation.cancel();
            }
            startMore();
        });
    }

    /** @return whether the others must end, too */
    private synchronized boolean ended(int index, @Nullable T value, @Nullable Throwable failure) {
        underWay--;
        if (failure == null) {
            results.set(index, value);
            return false;
        }
        if (firstFailure == null) {
            firstFailure = Futures.cause(failure);
            return true;
        }
        return false;
    }

    private void endIfOver() {
        Throwable failure;
        synchronized (this) {
            if (underWay > 0 || starting) {
                return;
            }
            failure = firstFailure;
            if (failure == null && next < calls.size()) {
                failure = new CancellationException();
            }
        }
        if (failure == null) {
            result.complete(results);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
