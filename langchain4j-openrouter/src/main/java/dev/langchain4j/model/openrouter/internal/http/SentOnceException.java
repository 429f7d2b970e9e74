package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.ProtocolException;

/**
 * A failure after a request was sent. OkHttp does not recover from this type: it may try every address of a host, but
 * the retry policy decides whether a request is sent again.
 */
final class SentOnceException extends ProtocolException {

    private static final long serialVersionUID = 1;

    private final IOException failure;

    SentOnceException(IOException failure) {
        super(failure.getMessage());
        this.failure = failure;
        initCause(failure);
    }

    /** The original exception. */
    static Exception unwrapped(Exception thrown) {
        return thrown instanceof SentOnceException sent ? sent.failure : thrown;
    }
}
