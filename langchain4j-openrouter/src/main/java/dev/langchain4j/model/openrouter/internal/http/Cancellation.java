package dev.langchain4j.model.openrouter.internal.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cancels the work for one future, in any of its steps. The work ends a little later; its cost is counted then.
 * Thread-safe.
 */
public final class Cancellation {

    /** Guarded by this. */
    private final Set<Runnable> actions = new LinkedHashSet<>();

    private boolean cancelled; // guarded by this

    /**
     * Starts asynchronous work and returns the user's future of it. It completes with the work's own exception, never
     * with a CompletionException around it. Its end from outside - by cancel, a timeout or otherwise - cancels the
     * work.
     *
     * @param work does not block; what it throws fails the future
     */
    public static <T> CompletableFuture<T> future(Function<Cancellation, CompletableFuture<T>> work) {
        var cancellation = new Cancellation();
        var result = new CompletableFuture<T>();
        result.whenComplete((value, failure) -> cancellation.cancel());
        Futures.passOn(Futures.of(() -> work.apply(cancellation)), result);
        return result;
    }

    /**
     * A future that cancels another one when it is completed from outside: LangChain4j's own futures pass on a
     * cancellation at most.
     */
    public static <T> CompletableFuture<T> passedOn(Supplier<? extends CompletableFuture<T>> start) {
        return future(cancellation -> cancellation.passedOnTo(start));
    }

    /** A step of the work, which this cancels. It is not started any more if this is cancelled before. */
    public <T> CompletableFuture<T> passedOnTo(Supplier<? extends CompletableFuture<T>> start) {
        if (isCancelled()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<T> running = start.get();
        onCancel(() -> running.cancel(true));
        return running;
    }

    /** A cancellation of a part: this one cancels it, too. */
    public Cancellation part() {
        var part = new Cancellation();
        onCancel(part::cancel);
        return part;
    }

    /**
     * Registers an action for the cancellation; runs it now if the cancellation has happened already.
     *
     * @return removes the action
     */
    public Runnable onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    public void cancel() {
        List<Runnable> all;
        synchronized (this) {
            cancelled = true;
            all = List.copyOf(actions);
            actions.clear();
        }
        all.forEach(Runnable::run);
    }
}
