package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that failed between this library and the server: no complete answer arrived. */
public final class TransportException extends CallFailedException {

    /** What went wrong. */
    public enum Kind {
        /** The host's name does not resolve. */
        UNKNOWN_HOST(true),
        /** No connection could be made: refused, unreachable, TLS failure. */
        NO_CONNECTION(true),
        /** The connection was not established within the connect timeout. */
        CONNECT_TIMEOUT(true),
        /** HTTP/2: the server said that it did not process the request. It was not billed. */
        REFUSED_STREAM(true),
        /** The connection was lost before the answer began. */
        LOST_BEFORE_ANSWER(true),
        /** The connection was lost, or the body ended, while the answer was arriving. It may have been billed. */
        LOST_IN_ANSWER(false),
        /** The checksum of a compressed answer is wrong. It may have been billed. */
        DAMAGED(false),
        /** A time limit passed after the request was sent. It may have been billed, so it is not repeated. */
        TIMEOUT(false),
        /** The answer, or one event of a stream, is larger than the limit. */
        TOO_LARGE(false),
        /** The turn of the call would come too late. It was not sent. */
        PACED(false),
        /** A proxy refused to forward the request. */
        PROXY(false),
        /** A redirect that the library refuses to follow. */
        REDIRECT(false),
        /**
         * A part of the user's HTTP client, such as an interceptor, threw what it must not throw, or cancelled the
         * call.
         */
        HTTP_CLIENT(false),
        /**
         * There was no thread to begin the call, or to go on with it. This attempt was not sent, unless it is a paused
         * stream.
         */
        NO_THREAD(false),
        /** The calling thread was interrupted. */
        INTERRUPTED(false),
        /** The user cancelled the stream. */
        CANCELLED(false),
        /** The connection was closed by its owner. */
        CLOSED(false);

        private final boolean retriable;

        Kind(boolean retriable) {
            this.retriable = retriable;
        }
    }

    private final Kind kind;

    public TransportException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether somebody on this side wanted the end: by an interrupt, by a cancel, or by closing the connection. */
    public boolean isWanted() {
        return kind == Kind.INTERRUPTED || kind == Kind.CANCELLED || kind == Kind.CLOSED;
    }

    /** If the server's message repeated a secret, the cause is left out, because it contains the secret, too. */
    @Override
    CallFailedException without(Secrets secrets) {
        String message = VisibleText.of(secrets.removedFrom(getMessage()));
        return message.equals(getMessage()) ? this : new TransportException(kind, message, null).gaveUp(outcome());
    }

    @Override
    public boolean retriable() {
        return kind.retriable;
    }

    @Override
    public boolean broken() {
        return kind == Kind.LOST_IN_ANSWER || kind == Kind.DAMAGED;
    }

    @Override
    public boolean mayHaveWorked() {
        return switch (kind) {
            case LOST_BEFORE_ANSWER, LOST_IN_ANSWER, DAMAGED, TIMEOUT, TOO_LARGE, HTTP_CLIENT -> true;
            case UNKNOWN_HOST,
                    NO_CONNECTION,
                    CONNECT_TIMEOUT,
                    PACED,
                    PROXY,
                    REFUSED_STREAM,
                    REDIRECT,
                    NO_THREAD,
                    INTERRUPTED,
                    CANCELLED,
                    CLOSED -> false;
        };
    }

    @Override
    public @Nullable Duration retryAfter() {
        return null;
    }

    @Override
    public String briefly() {
        return kind.name();
    }
}
