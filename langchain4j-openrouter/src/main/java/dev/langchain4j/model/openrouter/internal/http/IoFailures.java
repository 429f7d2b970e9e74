package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Maps an exception of the HTTP client to a failure of the call. */
final class IoFailures {

    /** OkHttp quotes the line after this. It can be the rest of an earlier answer on the same connection. */
    private static final String NO_STATUS = "Unexpected status line";

    /** What the JDK says of a server that does not answer a TLS handshake with TLS. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    /** In place of a host's name, as the JDK's sockets quote it. */
    private static final Pattern BEGINS_WITH_URL = Pattern.compile("\\S*(?:@|://)");

    /** How far the request had come when it failed: it decides whether it may be sent again. */
    enum Stage {
        /** There was no connection: nothing was sent. */
        CONNECTING,
        /** There was a connection: the server may have the request, or has refused it. */
        SENT,
        /** The head of a response had arrived, which is not that of a success: the server has the request. */
        ANNOUNCED,
        /** The answer was arriving. */
        ANSWERING
    }

    private IoFailures() {}

    /** @param what describes the call */
    static TransportException of(Exception thrown, String what, Stage stage) {
        if (stage == Stage.CONNECTING && isUnusableProxy(thrown)) {
            // without a cause: it quotes the name, which may have a password
            return new TransportException(
                    Kind.UNKNOWN_HOST,
                    what
                            + " failed: the proxy's host is no host name. Set https.proxyHost or socksProxyHost, or the proxy of"
                            + " okHttpClient, to a name alone, such as proxy.example.org",
                    null);
        }
        if (!(thrown instanceof IOException e)) {
            String part = thrown.getClass().getSimpleName();
            return new TransportException(
                    Kind.HTTP_CLIENT, what + " failed: a part of okHttpClient threw " + part, thrown);
        }
        if (stage == Stage.ANSWERING) {
            return inAnswer(e, what);
        }
        String proxy = refusalOfProxy(e);
        if (proxy != null) {
            return new TransportException(
                    mayPass(proxy) ? Kind.NO_CONNECTION : Kind.PROXY,
                    what + " failed: a proxy refused it with " + proxy,
                    e);
        }
        if (stage == Stage.ANNOUNCED) {
            return e instanceof SocketTimeoutException ? timeout(e, what) : lostInHead(e, what);
        }
        if (e instanceof UnknownHostException) {
            return failure(Kind.UNKNOWN_HOST, what + " failed: the host is not known", e);
        }
        if (stage == Stage.CONNECTING && String.valueOf(e.getMessage()).equals(NO_TLS)) {
            return failure(
                    Kind.NO_CONNECTION,
                    what
                            + " failed: the answer is not TLS. Check baseUrl: another port, or http:// for a local server without"
                            + " TLS. Behind a proxy, check the proxy",
                    e);
        }
        if (stage == Stage.CONNECTING) {
            return e instanceof SocketTimeoutException
                    ? failure(Kind.CONNECT_TIMEOUT, what + " failed: no connection within connectTimeout", e)
                    : failure(Kind.NO_CONNECTION, what + " failed: no connection", e);
        }
        return afterSending(e, what);
    }

    /** Such as "http://proxy:3128". The host of the URL was checked before. */
    private static boolean isUnusableProxy(Exception thrown) {
        String said = String.valueOf(thrown.getMessage());
        boolean ofSocket = thrown instanceof SocketException || thrown instanceof UnknownHostException;
        return ofSocket && BEGINS_WITH_URL.matcher(said).lookingAt()
                || thrown instanceof IllegalArgumentException && said.startsWith("unexpected hostname");
    }

    private static TransportException afterSending(IOException e, String what) {
        SSLHandshakeException refused = refusalOfCertificate(e);
        if (refused != null) {
            return failure(Kind.NO_CONNECTION, what + " failed: no connection", refused);
        }
        if (isRefusedStream(e)) {
            return failure(Kind.REFUSED_STREAM, what + " failed: the server did not process it", e);
        }
        if (e instanceof SocketTimeoutException) {
            return timeout(e, what);
        }
        return beforeAnyByte(e) || isReset(e)
                ? failure(Kind.LOST_BEFORE_ANSWER, what + " failed: the connection was lost before the answer", e)
                : lostInHead(e, what);
    }

    private static TransportException timeout(IOException e, String what) {
        return failure(Kind.TIMEOUT, what + " failed: a time limit of okHttpClient passed before the answer", e);
    }

    private static TransportException lostInHead(IOException e, String what) {
        return failure(
                Kind.LOST_IN_ANSWER,
                what + " failed: the head of the answer is cut off or wrong, or a part of okHttpClient refused it",
                e);
    }

    /**
     * With TLS 1.3 a client begins to send before it learns that the server refuses its certificate, and sends in vain;
     * a write that fails first has the refusal as suppressed. Null for other failures.
     */
    private static @Nullable SSLHandshakeException refusalOfCertificate(IOException e) {
        return Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed()))
                .filter(SSLHandshakeException.class::isInstance)
                .map(SSLHandshakeException.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** Without a cause and its message: OkHttp quotes what it could not read, which is a part of the answer. */
    private static TransportException inAnswer(IOException e, String what) {
        if (e instanceof SocketTimeoutException) {
            return new TransportException(
                    Kind.TIMEOUT,
                    what + " failed: a time limit of okHttpClient passed in the middle of the answer",
                    null);
        }
        return isDamage(e)
                ? new TransportException(Kind.DAMAGED, what + " failed: the compressed answer is damaged", null)
                : new TransportException(
                        Kind.LOST_IN_ANSWER,
                        what + " failed: the connection was lost in the middle of the answer ("
                                + e.getClass().getSimpleName() + ")",
                        null);
    }

    /** Okio reports a wrong checksum or length only in its message. */
    private static boolean isDamage(IOException e) {
        return e.getCause() instanceof DataFormatException
                || String.valueOf(e.getMessage()).contains(" != expected ");
    }

    /** Somebody else than this library has cancelled the call. So it is not sent again. */
    static TransportException cancelled(Exception thrown, String what, String where) {
        return new TransportException(
                Kind.HTTP_CLIENT, what + " was cancelled by a user of okHttpClient, " + where, thrown);
    }

    /**
     * Whether a connection was lost before the server sent anything. A stream that the server has reset may have been
     * processed.
     */
    static boolean beforeAnyByte(@Nullable Throwable lost) {
        if (lost == null || lost instanceof ProtocolException || isReset(lost)) {
            return false;
        }
        return !(lost.getCause() instanceof EOFException end) || !isInHead(end);
    }

    /**
     * OkHttp reports only in the message how much it had of the line that is cut off, and only in the stack trace
     * whether there was a line before it.
     */
    private static boolean isInHead(EOFException end) {
        String had = String.valueOf(end.getMessage());
        return had.contains("limit=") && !had.contains("limit=0 ")
                || Arrays.stream(end.getStackTrace())
                        .anyMatch(call -> call.getMethodName().equals("readHeaders"));
    }

    /**
     * Whether the server says, by {@code RST_STREAM} or {@code GOAWAY}, that it did not process the request, or has not
     * received it because it had said so before.
     */
    private static boolean isRefusedStream(IOException e) {
        return isReset(e) && String.valueOf(e.getMessage()).endsWith(" REFUSED_STREAM")
                || e.getClass().getSimpleName().equals("ConnectionShutdownException");
    }

    private static boolean isReset(Throwable lost) {
        return String.valueOf(lost.getMessage()).startsWith("stream was reset: ");
    }

    /** OkHttp separates them from other failures only by the message; null for those. */
    private static @Nullable String refusalOfProxy(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (words.startsWith("Received HTTP_PROXY_AUTH (407)")
                || words.startsWith("Failed to authenticate with proxy")) {
            return "407 (Proxy Authentication Required)";
        }
        String refused = "Unexpected response code for CONNECT: ";
        return words.startsWith(refused) ? words.substring(refused.length()) + " to CONNECT" : null;
    }

    /** A proxy that is busy, or does not reach the server now. Nothing was sent. */
    private static boolean mayPass(String refusal) {
        String status = refusal.substring(0, refusal.indexOf(' '));
        return status.matches("\\d{3}") && RetryPolicy.retriableStatus(Integer.parseInt(status));
    }

    /** Without the cause if that quotes the head of the answer. */
    private static TransportException failure(Kind kind, String words, IOException e) {
        boolean quotes = String.valueOf(e.getMessage()).startsWith(NO_STATUS);
        String reason = quotes ? ": " + NO_STATUS : reason(e);
        return new TransportException(
                kind,
                words + " (" + e.getClass().getSimpleName() + reason + ")",
                quotes || kind == Kind.LOST_IN_ANSWER ? null : e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }
}
