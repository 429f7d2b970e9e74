package dev.langchain4j.model.openrouter.internal.threads;

import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.spi.CapturedContext;
import java.util.concurrent.CompletableFuture;
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

    private CallerContext() {}

    /** Captures the context of this thread; the result restores it around a task. */
    public static UnaryOperator<Runnable> capture() {
        return CAPTURES ? Captured.now() : UnaryOperator.identity();
    }

    /** Runs what may block on a thread of LangChain4j's default executor, in the context of this thread. */
    public static <T> CompletableFuture<T> offload(Supplier<T> task) {
        var result = new CompletableFuture<T>();
        try {
            start(() -> {
                try {
                    result.complete(task.get());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (Throwable noThread) {
            result.completeExceptionally(noThread);
        }
        return result;
    }

    /** Runs a task on a thread of LangChain4j's default executor, in the context of this thread. */
    public static void start(Runnable task) {
        DefaultExecutorProvider.getDefaultExecutor().execute(capture().apply(task));
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
