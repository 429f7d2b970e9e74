package dev.langchain4j.model.openrouter.internal.threads;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.spi.CapturedContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
     * Runs what may block on a thread of LangChain4j's default executor, in the context of this thread. Fails if the executor
     * refuses it, or has dropped it: then it is not begun within a minute.
     */
    public static <T> CompletableFuture<T> offload(Supplier<T> task) {
        return offload(task, LONGEST_QUEUE);
    }

    static <T> CompletableFuture<T> offload(Supplier<T> task, Duration longestQueue) {
        var result = new CompletableFuture<T>();
        var begun = new CompletableFuture<Void>();
        begun.orTimeout(longestQueue.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> failed(
                        result,
                        new TimeoutException(
                                "LangChain4j's default executor has begun nothing for " + longestQueue.toSeconds()
                                        + " s: it is full, or was shut down",
                                late)));
        try {
            start(() -> {
                if (!begun.complete(null)) {
                    return; // too late
                }
                try {
                    result.complete(task.get());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (Throwable noThread) {
            begun.complete(null);
            result.completeExceptionally(noThread);
        }
        return result;
    }

    private static @Nullable Void failed(CompletableFuture<?> result, RuntimeException why) {
        result.completeExceptionally(why);
        return null;
    }

    /**
     * Runs a task on a thread of LangChain4j's default executor, in the context of this thread.
     *
     * @throws LangChain4jException if the executor refuses it
     */
    public static void start(Runnable task) {
        Runnable inContext = capture().apply(task);
        try {
            DefaultExecutorProvider.getDefaultExecutor().execute(inContext);
        } catch (Throwable noThread) {
            throw new LangChain4jException("LangChain4j's default executor has no thread for the call", noThread);
        }
    }

    /**
     * Starts asynchronous work once something else is known: at once if there is nothing to know, else in a context that
     * was captured before.
     *
     * @param known fails the work if it fails; null for nothing
     */
    public static <T> CompletableFuture<T> after(
            @Nullable CompletableFuture<?> known,
            UnaryOperator<Runnable> context,
            Supplier<CompletableFuture<T>> work) {
        return known == null ? work.get() : known.thenCompose(nothing -> in(context, work));
    }

    /** Starts asynchronous work in a context that was captured before; what it throws fails the future. */
    public static <T> CompletableFuture<T> in(UnaryOperator<Runnable> context, Supplier<CompletableFuture<T>> work) {
        var started = new CompletableFuture<CompletableFuture<T>>();
        context.apply(() -> {
                    try {
                        started.complete(work.get());
                    } catch (Throwable e) {
                        started.completeExceptionally(e);
                    }
                })
                .run();
        return started.thenCompose(Function.identity());
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
