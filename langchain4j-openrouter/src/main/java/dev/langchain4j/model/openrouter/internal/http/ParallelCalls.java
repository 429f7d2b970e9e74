package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Several plain calls for one result, some of them in parallel, on threads that end with the last of them. */
public final class ParallelCalls {

    private static final int SECONDS_TO_END = 5;

    private ParallelCalls() {}

    /**
     * Returns the results in the order of the calls. A single call runs on the caller's thread. The first failure ends
     * the other calls and is thrown; so does an interrupt of the caller.
     *
     * @param maxConcurrency maximum parallel calls, at least 1
     * @param context what the other threads bring from the caller's
     */
    public static <T> List<T> run(List<Supplier<T>> calls, int maxConcurrency, UnaryOperator<Runnable> context) {
        if (calls.size() == 1) {
            return List.of(calls.get(0).get());
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(maxConcurrency, calls.size()), ParallelCalls::thread);
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException(); // sends nothing
            }
            AtomicReference<Throwable> firstFailure = new AtomicReference<>();
            Executor inContext = task -> threads.execute(() -> InContext.run(context, task, noContext -> {
                firstFailure.compareAndSet(null, noContext);
                task.run(); // sends nothing after a failure
            }));
            return results(calls, firstFailure, new ExecutorCompletionService<>(inContext));
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    Kind.INTERRUPTED, "The thread that waited for several calls was interrupted", null);
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static <T> List<T> results(
            List<Supplier<T>> calls, AtomicReference<Throwable> firstFailure, CompletionService<T> completions)
            throws ExecutionException, InterruptedException {
        List<Future<T>> results = new ArrayList<>(calls.size());
        for (Supplier<T> call : calls) {
            results.add(completions.submit(() -> unlessFailed(call, firstFailure)));
        }
        for (int i = 0; i < calls.size(); i++) {
            completions.take().get(); // in the order in which they end
        }
        List<T> inOrder = new ArrayList<>(calls.size());
        for (Future<T> result : results) {
            inOrder.add(result.get());
        }
        return inOrder;
    }

    /** Calls that have not started when another call fails are not sent. */
    private static <T> T unlessFailed(Supplier<T> call, AtomicReference<Throwable> firstFailure) {
        Throwable before = firstFailure.get();
        if (before != null) {
            throw unchecked(before);
        }
        try {
            return call.get();
        } catch (Throwable failure) {
            firstFailure.compareAndSet(null, failure);
            throw failure;
        }
    }

    /** Waits for the interrupted calls: when this returns, their cost is counted. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "openrouter-parallel-call");
        thread.setDaemon(true);
        return thread;
    }

    /** A Supplier throws no other exceptions. */
    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}
