package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.CompletableFuture;

/**
 * The end of an asynchronous call. It tells the listener first, then frees what the call holds, then completes the
 * future, which runs the user's code.
 *
 * @param result of the call
 * @param listener such as the one that ends the call's meter; what it throws at an answer fails the call
 * @param release frees what the call holds
 */
record FutureEnd<T>(CompletableFuture<T> result, CallEnd<T> listener, Runnable release) implements CallEnd<T> {

    @Override
    public void answered(T answer) {
        try {
            listener.answered(answer);
        } catch (Throwable e) {
            failed(e);
            return;
        }
        release.run();
        result.complete(answer);
    }

    @Override
    public void failed(Throwable failure) {
        Throwable last = failure;
        try {
            listener.failed(failure);
        } catch (Throwable e) {
            last = e;
        } finally {
            release.run();
        }
        result.completeExceptionally(last);
    }
}
