package dev.langchain4j.model.openrouter.internal.http;

/**
 * The end of a stream. Its listener knows a complete answer already.
 *
 * @param over frees what the call holds
 */
record StreamEnd<T>(StreamListener listener, Runnable over) implements CallEnd<T> {

    @Override
    public void answered(T nothing) {
        over.run();
    }

    @Override
    public void failed(Throwable failure) {
        try {
            listener.onFailure(failure);
        } finally {
            over.run();
        }
    }
}
