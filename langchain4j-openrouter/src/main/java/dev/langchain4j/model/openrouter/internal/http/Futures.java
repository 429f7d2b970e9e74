package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What futures lack on Java 17: {@code catch} that gets exceptions without CompletionExceptions around them. */
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
                    Throwable cause = Cancellation.cause(failure);
                    return cause instanceof RuntimeException exception
                            ? then.apply(exception)
                            : CompletableFuture.<T>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }

    /** A future that fails with an exception that is still to come. */
    public static <T> CompletableFuture<T> failed(CompletableFuture<RuntimeException> exception) {
        return exception.thenCompose(CompletableFuture::failedFuture);
    }
}
