package dev.langchain4j.model.openrouter.internal.http;

/** A stream that is open, for the one who takes its events. */
public interface StreamCall extends CancelHandle {

    /**
     * The event at hand brings nothing: it counts as silence, as a comment does. To be called on the thread of the
     * event, before anybody is told of it: how long they take is not silence.
     */
    void passOver();

    /** The answer has failed, but its cost may follow: from now on the stream has two seconds left, whatever it brings. */
    void failed();
}
