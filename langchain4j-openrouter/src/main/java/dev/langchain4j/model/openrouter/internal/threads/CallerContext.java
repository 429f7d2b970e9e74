package dev.langchain4j.model.openrouter.internal.threads;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.http.InContext;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.spi.CapturedContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an asynchronous call brings from its caller's thread to others: the context that an {@code ExecutorProvider}
 * captures, such as logging keys and traces.
 */
public final class CallerContext {

    /** LangChain4j before 1.21 captures no context. */
    private static final boolean CAPTURES = captures();

    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(1);

    private CallerContext() {}

    /** Captures the context of this thread; the result restores it around a task. */
    public static UnaryOperator<Runnable> capture() {
        return CAPTURES ? Captured.now() : UnaryOperator.identity();
    }

    /**
     * Runs what may block on a thread of LangChain4j's default executor, in the context of this thread. Fails if the
     * executor refuses the task, or drops it and so does not begin it within a minute.
     */
    public static <T> CompletableFuture<T> offload(Supplier<T> task) {
        return offload(task, LONGEST_QUEUE);
    }

    static <T> CompletableFuture<T> offload(Supplier<T> task, Duration longestQueue) {
        var result = new CompletableFuture<T>();
        try {
            start(reporting(task, result), capture(), longestQueue, result::completeExceptionally);
        } catch (Throwable noContext) {
            result.completeExceptionally(noContext);
        }
        return result;
    }

    /** Like {@link #offload(Supplier)}, for a task that a cancellation interrupts. */
    public static <T> CompletableFuture<T> offload(Supplier<T> task, Cancellation cancellation) {
        var result = new CompletableFuture<T>();
        var running = new FutureTask<>(reporting(task, result), null);
        Runnable unregister = cancellation.onCancel(() -> {
            running.cancel(true);
            result.cancel(true); // a task that has not begun tells nobody
        });
        start(running, result::completeExceptionally);
        return result.whenComplete((value, failure) -> unregister.run());
    }

    /**
     * Like {@link #offload(Supplier)}, for asynchronous work whose start may block. The future completes as that of the
     * work does, always in the context of this thread.
     */
    public static <T> CompletableFuture<T> offloadAsync(Supplier<CompletableFuture<T>> work) {
        var result = new CompletableFuture<T>();
        UnaryOperator<Runnable> context = capture();
        Runnable started = () -> Futures.passOn(Futures.of(work), result);
        start(started, context, LONGEST_QUEUE, notBegun -> fail(result, context, notBegun));
        return result;
    }

    private static <T> Runnable reporting(Supplier<T> task, CompletableFuture<T> result) {
        return () -> {
            try {
                result.complete(task.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
    }

    /**
     * Like {@link #offload(Supplier)}, for a task that reports its own end.
     *
     * @param notBegun gets the failure if the executor refuses or drops the task, which does not begin then
     */
    public static void start(Runnable task, Consumer<RuntimeException> notBegun) {
        start(task, capture(), LONGEST_QUEUE, notBegun);
    }

    /**
     * Like {@link #start(Runnable, Consumer)}, in a context that was captured before.
     *
     * @param longestQueue how long the executor may take to begin the task
     */
    public static void start(
            Runnable task,
            UnaryOperator<Runnable> context,
            Duration longestQueue,
            Consumer<RuntimeException> notBegun) {
        var begun = new CompletableFuture<Void>();
        begun.orTimeout(longestQueue.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyAsync(late -> tell(notBegun, dropped(longestQueue, late)));
        Runnable once = () -> {
            if (begun.complete(null)) {
                task.run();
            }
        };
        Consumer<Throwable> noContext = why -> {
            if (begun.complete(null)) {
                notBegun.accept(notRestored(why));
            }
        };
        try {
            DefaultExecutorProvider.getDefaultExecutor().execute(() -> InContext.run(context, once, noContext));
        } catch (Throwable noThread) {
            if (!begun.complete(null)) {
                throw noThread; // the task's own: the executor has run it here
            }
            notBegun.accept(
                    new LangChain4jException("LangChain4j's default executor has no thread for the call", noThread));
        }
    }

    private static @Nullable Void tell(Consumer<RuntimeException> notBegun, RuntimeException why) {
        notBegun.accept(why);
        return null;
    }

    private static TimeoutException dropped(Duration longestQueue, Throwable late) {
        return new TimeoutException(
                "LangChain4j's default executor has begun nothing for " + Time.inWords(longestQueue)
                        + ": it is full, or was shut down",
                late);
    }

    /**
     * Ends like a future that several callers share, but on a thread of LangChain4j's default executor for this caller
     * alone: what follows for one of them, which may be a user's code, does not delay the others. If the executor has no
     * thread, it ends without one, because the work is done.
     */
    public static <T> CompletableFuture<T> apart(CompletableFuture<T> shared) {
        var own = new CompletableFuture<T>();
        shared.whenComplete((value, failure) -> {
            Runnable end = () -> {
                if (failure == null) {
                    own.complete(value);
                } else {
                    own.completeExceptionally(failure);
                }
            };
            start(end, UnaryOperator.identity(), LONGEST_QUEUE, noThread -> end.run());
        });
        return own;
    }

    /**
     * Starts asynchronous work once something else is known: at once if there is nothing to know, else in a context
     * that was captured before.
     *
     * @param known fails the work if it fails; null for nothing
     */
    public static <T> CompletableFuture<T> after(
            @Nullable CompletableFuture<?> known,
            UnaryOperator<Runnable> context,
            Supplier<CompletableFuture<T>> work) {
        if (known == null) {
            return work.get();
        }
        var result = new CompletableFuture<T>();
        known.whenComplete((nothing, failure) -> {
            if (failure == null) {
                complete(result, context, work);
            } else {
                fail(result, context, Futures.cause(failure));
            }
        });
        return result;
    }

    /** Starts asynchronous work in a context that was captured before; what it throws fails the future. */
    public static <T> CompletableFuture<T> in(UnaryOperator<Runnable> context, Supplier<CompletableFuture<T>> work) {
        var result = new CompletableFuture<T>();
        complete(result, context, work);
        return result;
    }

    /** If the work ends at once, what follows its result runs in the context, too. */
    private static <T> void complete(
            CompletableFuture<T> result, UnaryOperator<Runnable> context, Supplier<CompletableFuture<T>> work) {
        Runnable started = () -> Futures.passOn(Futures.of(work), result);
        InContext.run(context, started, why -> result.completeExceptionally(notRestored(why)));
    }

    private static void fail(CompletableFuture<?> result, UnaryOperator<Runnable> context, Throwable why) {
        InContext.runAnyway(context, () -> result.completeExceptionally(why));
    }

    private static LangChain4jException notRestored(Throwable why) {
        return new LangChain4jException("The context that ExecutorProvider has captured cannot be restored", why);
    }

    private static boolean captures() {
        try {
            Captured.now();
            return true;
        } catch (LinkageError e) {
            return false;
        } catch (RuntimeException ofProvider) {
            return true; // a call will hear of it
        }
    }

    /** A class of its own, because it needs a type that older versions of LangChain4j lack. */
    private static final class Captured {

        private static UnaryOperator<Runnable> now() {
            CapturedContext context = DefaultExecutorProvider.captureContext();
            return context == null ? UnaryOperator.identity() : context::wrap;
        }
    }
}
