package dev.langchain4j.model.openrouter.benchmarks;

import java.util.function.Supplier;

/** One way from the JVM to OpenRouter, with the request of one scenario ready to be sent again and again. */
interface Client {

    /**
     * Sends the request and takes the whole answer.
     *
     * @return the answer in words, which are made only when somebody asks: they are equal for clients that understood
     *     the same
     */
    Supplier<String> call();

    /** Sends the request and takes the answer as a stream, on another thread; returns at once. */
    default void stream(Listener listener) {
        throw new UnsupportedOperationException();
    }

    /** Takes a streamed answer. */
    interface Listener {

        void onText(String text);

        /** @param answer as in {@link Client#call()} */
        void onEnd(Supplier<String> answer);

        void onFailure(Throwable failure);
    }
}
