package dev.langchain4j.model.openrouter.internal.http;

/** Ends a call from any thread. */
public interface CancelHandle {

    /** Closes the connection at once, even while no byte arrives. Calling it again changes nothing. */
    void cancel();

    boolean isCancelled();
}
