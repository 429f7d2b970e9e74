package dev.langchain4j.model.openrouter.internal.http;

/**
 * Takes what a stream brings, always on one thread at a time. After {@link #onAttempt} and {@link #onOpen} come events; the last call is one
 * of: an {@link #onEvent} that returned false, {@link #onEnd}, {@link #onAnswer}, {@link #onFailure}.
 */
public interface StreamListener {

    /** An attempt is about to be sent: what an earlier one brought counts no more. */
    void onAttempt();

    /**
     * A stream has begun. Not called for an answer that is no stream.
     *
     * @param call to end it with, and to say which events bring nothing
     */
    void onOpen(HttpAnswer.HttpHead head, StreamCall call);

    /**
     * The data of one event, as bytes from {@code from} inclusive to {@code to} exclusive. They are valid only during
     * the call.
     *
     * @return whether to read on; false ends the stream, as far as the reader is concerned, well
     */
    boolean onEvent(byte[] buffer, int from, int to);

    /** The body has ended; {@link #onEvent} never returned false. */
    void onEnd();

    /**
     * The server answered something other than a stream of events: an error, or a plain answer.
     *
     * @throws CallFailedException if it is a failure, which is then retried or comes back through {@link #onFailure}
     */
    void onAnswer(HttpAnswer answer, CancelHandle call);

    /** The call has failed for good. Also when one of the methods above has thrown. */
    void onFailure(Throwable failure);
}
