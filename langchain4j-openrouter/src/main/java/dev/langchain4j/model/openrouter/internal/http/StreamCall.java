package dev.langchain4j.model.openrouter.internal.http;

/** An open stream, for the receiver of its events. */
public interface StreamCall extends CancelHandle {

    /**
     * The current event has no content: it counts as silence, like a comment. Call it on the thread of the event,
     * before the user's handler: the handler's time is not silence.
     */
    void countAsSilence();

    /** Continues a paused stream, on another thread. If it is not paused, its next pause ends at once. */
    void resume();

    /** The answer has failed, but its cost may follow: the stream now has two seconds left, whatever arrives. */
    void failed();
}
