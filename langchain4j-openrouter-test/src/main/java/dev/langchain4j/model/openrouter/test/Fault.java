package dev.langchain4j.model.openrouter.test;

/**
 * A connection, or a stream of it, that breaks instead of answering.
 *
 * <pre>{@code
 * server.answer(Answer.fault(Fault.CONNECTION_RESET));
 * server.answer(Answer.stream().text("Hel").fault(Fault.RST_INTERNAL_ERROR));
 * }</pre>
 *
 * A connection of HTTP/2 ({@link OpenRouterServer#startTls()}) carries many requests: if it breaks, all of them fail.
 * With HTTP/1.1 the faults of HTTP/2 close the connection.
 */
public enum Fault {
    /** The connection is reset. */
    CONNECTION_RESET,
    /** The connection is closed. */
    EMPTY_RESPONSE,
    /** Status 200 and headers, then bytes that are not a chunk or frame, then the connection is closed. */
    MALFORMED_CHUNK,
    /** Bytes that are not HTTP, then the connection is closed. */
    RANDOM_DATA,
    /**
     * HTTP/2: a {@code GOAWAY} that says that this request was not processed. The others on the connection continue.
     */
    GOAWAY,
    /** HTTP/2: {@code RST_STREAM} with {@code REFUSED_STREAM}: the request was not processed. */
    RST_REFUSED_STREAM,
    /** HTTP/2: {@code RST_STREAM} with {@code CANCEL}. */
    RST_CANCEL,
    /** HTTP/2: {@code RST_STREAM} with {@code INTERNAL_ERROR}. */
    RST_INTERNAL_ERROR
}
