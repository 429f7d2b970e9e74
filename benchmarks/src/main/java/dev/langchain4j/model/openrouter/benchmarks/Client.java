package dev.langchain4j.model.openrouter.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One client for OpenRouter, with the request of one scenario ready to be sent repeatedly. */
interface Client {

    /**
     * Sends the request and reads the whole answer.
     *
     * @return the answer as text, created only on demand: equal for clients that understood the same
     */
    Supplier<String> call();

    /** The same on another thread; returns at once. */
    default CompletableFuture<Supplier<String>> callAsync() {
        throw new UnsupportedOperationException();
    }

    /** Sends the request and reads the answer as a stream, on another thread; returns at once. */
    default void stream(Listener listener) {
        throw new UnsupportedOperationException();
    }

    /** Reads a streamed answer. */
    interface Listener {

        void onText(String text);

        /** @param answer as in {@link Client#call()} */
        void onEnd(Supplier<String> answer);

        void onFailure(Throwable failure);
    }
}
