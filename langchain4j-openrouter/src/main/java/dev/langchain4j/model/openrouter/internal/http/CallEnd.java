package dev.langchain4j.model.openrouter.internal.http;

/** Told once about the end of a call that no thread waits for, on the thread that ends it. */
public interface CallEnd<T> {

    /** Ignores everything. */
    static <T> CallEnd<T> ignored() {
        return new CallEnd<>() {
            @Override
            public void answered(T answer) {}

            @Override
            public void failed(Throwable failure) {}
        };
    }

    /** If it throws, {@link #failed} follows with that. */
    void answered(T answer);

    /** The call has failed or was cancelled; then the failure is a {@link TransportException} of that kind. */
    void failed(Throwable failure);
}
