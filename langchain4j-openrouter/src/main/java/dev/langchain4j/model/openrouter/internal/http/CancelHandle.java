package dev.langchain4j.model.openrouter.internal.http;

/** Ends a call from any thread. */
public interface CancelHandle {

    /** Closes the connection at once, even while no byte arrives. Further calls have no effect. */
    void cancel();

    boolean isCancelled();
}
