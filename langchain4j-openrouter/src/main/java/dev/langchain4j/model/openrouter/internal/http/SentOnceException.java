package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.ProtocolException;

/**
 * What went wrong after a request had gone out. Of a kind that OkHttp does not recover from: it may try every address of
 * a host, but whether a request is sent again is the retry policy's decision.
 */
final class SentOnceException extends ProtocolException {

    private static final long serialVersionUID = 1;

    private final IOException failure;

    SentOnceException(IOException failure) {
        super(failure.getMessage());
        this.failure = failure;
        initCause(failure);
    }

    /** What really happened. */
    static Exception unwrapped(Exception thrown) {
        return thrown instanceof SentOnceException sent ? sent.failure : thrown;
    }
}
