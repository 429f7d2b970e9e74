package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The two forms of {@code catch} that futures lack on Java 17, for exceptions without CompletionExceptions around. */
public final class Futures {

    private Futures() {}

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
