package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.CompletableFuture;

/**
 * The end of an asynchronous call. It ends the meter first, then frees what the call holds, then completes the future,
 * which runs the user's code.
 *
 * @param result of the call
 * @param meter told before it
 * @param release frees what the call holds
 */
record FutureEnd<T>(CompletableFuture<T> result, CallEnd<T> meter, Runnable release) implements CallEnd<T> {

    @Override
    public void answered(T answer) {
        try {
            meter.answered(answer);
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
            meter.failed(failure);
        } catch (Throwable e) {
            last = e;
        } finally {
            release.run();
        }
        result.completeExceptionally(last);
    }
}
