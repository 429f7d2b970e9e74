package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.ParallelCalls;
import dev.langchain4j.model.openrouter.internal.http.ParallelFutures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Several calls for one result, each for a part of it. They are sent once, in either way; a call that has not started
 * when the result is there, or has failed, is given up.
 *
 * @param meters one for each part, same order
 */
public record MeteredCalls(List<? extends CallMeter> meters) {

    /** The same calls, which wait for their turns. */
    public MeteredCalls paced(RateLimiter limiter, List<?> requests) {
        List<CallMeter> paced = new ArrayList<>(meters.size());
        for (int i = 0; i < meters.size(); i++) {
            paced.add(limiter.paced(meters.get(i), requests.get(i)));
        }
        return new MeteredCalls(paced);
    }

    /**
     * Returns the results of the parts, same order. Blocks; the first failure is thrown.
     *
     * @param maxConcurrency maximum parallel calls, at least 1
     * @param context captures what the other threads bring from the caller's
     */
    public <P, T> List<T> send(
            List<P> parts,
            int maxConcurrency,
            Supplier<UnaryOperator<Runnable>> context,
            BiFunction<P, CallMeter, T> call) {
        List<Supplier<T>> calls = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            P part = parts.get(i);
            CallMeter meter = meters.get(i);
            calls.add(() -> call.apply(part, meter));
        }
        try {
            return ParallelCalls.run(calls, maxConcurrency, context.get());
        } finally {
            giveUp();
        }
    }

    /** The results of the parts, same order, without a waiting thread. The first failure fails the future. */
    public <P, T> CompletableFuture<List<T>> sendAsync(
            List<P> parts, int maxConcurrency, Cancellation cancellation, AsyncCall<P, T> call) {
        List<Function<Cancellation, CompletableFuture<T>>> calls = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            P part = parts.get(i);
            CallMeter meter = meters.get(i);
            calls.add(ofPart -> call.send(part, meter, ofPart));
        }
        return ParallelFutures.run(calls, maxConcurrency, cancellation).whenComplete((all, failure) -> giveUp());
    }

    /** The call for one part. */
    @FunctionalInterface
    public interface AsyncCall<P, T> {

        /** Returns at once. */
        CompletableFuture<T> send(P part, CallMeter meter, Cancellation cancellation);
    }

    private void giveUp() {
        meters.forEach(CallMeter::giveUp);
    }
}
