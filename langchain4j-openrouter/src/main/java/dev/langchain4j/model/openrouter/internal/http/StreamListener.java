package dev.langchain4j.model.openrouter.internal.http;

/**
 * Receives a stream, always on one thread at a time. After {@link #onAttempt} and {@link #onOpen} come events; the last
 * call is one of: an {@link #onEvent} that returned false, {@link #onEnd}, {@link #onAnswer}, {@link #onFailure}.
 */
public interface StreamListener {

    /** An attempt is about to be sent: discard the data of an earlier one. */
    void onAttempt();

    /**
     * A stream has started. Not called for an answer that is not a stream.
     *
     * @param call to end it, and to mark events without content
     */
    void onOpen(HttpAnswer.HttpHead head, StreamCall call);

    /**
     * The data of one event, as bytes from {@code from} inclusive to {@code to} exclusive. They are valid only during
     * the call.
     *
     * @return whether to read on; false ends the stream successfully, as far as the reader is concerned
     */
    boolean onEvent(byte[] buffer, int from, int to);

    /**
     * The data of a last event whose line has no end, because the body ended before: it may be a part of an event. Like
     * {@link #onEvent}.
     */
    default boolean onRest(byte[] buffer, int from, int to) {
        return onEvent(buffer, from, to);
    }

    /**
     * Called after an event, and after a pause when {@link StreamCall#resume} was called: whether to read on. If not,
     * the stream pauses: no thread waits for it, its connection stays open, and only the total time limit runs.
     */
    default boolean mayReadOn() {
        return true;
    }

    /** The body has ended; {@link #onEvent} never returned false. */
    void onEnd();

    /**
     * The server's answer is not a stream of events: an error, or a plain answer.
     *
     * @throws CallFailedException if it is a failure, which is then retried or passed to {@link #onFailure}
     */
    void onAnswer(HttpAnswer answer, CancelHandle call);

    /** The call has finally failed. Also if one of the methods above threw. */
    void onFailure(Throwable failure);
}
