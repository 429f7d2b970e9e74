package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** What futures lack on Java 17, such as exceptions without CompletionExceptions around them. */
public final class Futures {

    private Futures() {}

    /** The future that {@code start} returns; a failed one if it throws. */
    public static <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> start) {
        try {
            return start.get();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The future's result, or what follows its exception. An Error, and what {@code then} throws, fails the result. */
    public static <T> CompletableFuture<T> recovered(
            CompletableFuture<T> future, Function<RuntimeException, CompletableFuture<T>> then) {
        return future.handle((result, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(result);
                    }
                    Throwable cause = cause(failure);
                    return cause instanceof RuntimeException exception
                            ? then.apply(exception)
                            : CompletableFuture.<T>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }

    /** Completes a future like another one, without CompletionExceptions around its exception. */
    public static <T> void passOn(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((result, failure) -> {
            if (failure == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(cause(failure));
            }
        });
    }

    /** The exception inside the CompletionExceptions that stages add. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A future that fails with an exception that is still to come. */
    public static <T> CompletableFuture<T> failed(CompletableFuture<RuntimeException> exception) {
        return exception.thenCompose(CompletableFuture::failedFuture);
    }
}
