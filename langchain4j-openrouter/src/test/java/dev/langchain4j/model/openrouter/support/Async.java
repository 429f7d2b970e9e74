package dev.langchain4j.model.openrouter.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future as a plain call waits for its answer. */
public final class Async {

    private static final int PATIENCE_SECONDS = 25;

    private Async() {}

    /** The result; throws what a plain call throws, which the future must hold without an exception around it. */
    public static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as("an exception for its own sake").isNotInstanceOf(CompletionException.class);
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a future", e);
        } catch (TimeoutException e) {
            throw new AssertionError("the future has not ended within " + PATIENCE_SECONDS + " s", e);
        }
    }
}
