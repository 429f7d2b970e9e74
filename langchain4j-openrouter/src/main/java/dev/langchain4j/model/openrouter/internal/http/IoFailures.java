package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Says what an {@link IOException} of the HTTP client means for the call. */
final class IoFailures {

    private IoFailures() {}

    static TransportException of(IOException e, String what, boolean connecting, boolean reading) {
        if (e instanceof UnknownHostException) {
            return failure(Kind.UNKNOWN_HOST, what + " failed: the host is not known", e);
        }
        if (connecting && e instanceof SocketTimeoutException) {
            return failure(Kind.CONNECT_TIMEOUT, what + " failed: no connection within connectTimeout", e);
        }
        if (connecting) {
            return failure(Kind.NO_CONNECTION, what + " failed: no connection", e);
        }
        if (reading) {
            // No words and no cause: OkHttp quotes what it could not read, which is a piece of the answer.
            return new TransportException(
                    Kind.LOST_IN_ANSWER,
                    what + " failed: the connection was lost in the middle of the answer ("
                            + e.getClass().getSimpleName() + ")",
                    null);
        }
        return failure(Kind.LOST_BEFORE_ANSWER, what + " failed: the connection was lost before the answer", e);
    }

    private static TransportException failure(Kind kind, String words, IOException e) {
        return new TransportException(kind, words + " (" + e.getClass().getSimpleName() + reason(e) + ")", e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }
}
