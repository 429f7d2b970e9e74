package dev.langchain4j.model.openrouter.test;

/**
 * A connection that breaks instead of answering.
 *
 * <pre>{@code
 * server.answer(Answer.fault(Fault.CONNECTION_RESET));
 * }</pre>
 */
public enum Fault {
    /** The connection is reset before anything is sent. */
    CONNECTION_RESET(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER),
    /** The connection is closed before anything is sent. */
    EMPTY_RESPONSE(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE),
    /** Status 200 and headers, then bytes that are not a chunk, then the connection is closed. */
    MALFORMED_CHUNK(com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK),
    /** Bytes that are not HTTP, then the connection is closed. */
    RANDOM_DATA(com.github.tomakehurst.wiremock.http.Fault.RANDOM_DATA_THEN_CLOSE);

    private final com.github.tomakehurst.wiremock.http.Fault wire;

    Fault(com.github.tomakehurst.wiremock.http.Fault wire) {
        this.wire = wire;
    }

    com.github.tomakehurst.wiremock.http.Fault wire() {
        return wire;
    }
}
