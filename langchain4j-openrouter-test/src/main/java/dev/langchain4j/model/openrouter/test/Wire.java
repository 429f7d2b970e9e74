package dev.langchain4j.model.openrouter.test;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import wiremock.org.eclipse.jetty.http2.HTTP2Session;
import wiremock.org.eclipse.jetty.http2.IStream;
import wiremock.org.eclipse.jetty.http2.api.Stream;
import wiremock.org.eclipse.jetty.http2.frames.GoAwayFrame;
import wiremock.org.eclipse.jetty.http2.frames.ResetFrame;
import wiremock.org.eclipse.jetty.http2.server.HttpTransportOverHTTP2;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.server.HttpChannel;
import wiremock.org.eclipse.jetty.util.Callback;
import wiremock.org.eclipse.jetty.util.FutureCallback;

/**
 * What is below the body of a reply: the connection, and with HTTP/2 the stream, which both can break. Used by the
 * thread that serves the request.
 */
final class Wire {

    private static final ThreadLocal<@Nullable Wire> CURRENT = new ThreadLocal<>();
    private static final byte[] GARBAGE = "lskdu018973t09sylgasjkfg1][]'./.sdlv".getBytes(StandardCharsets.US_ASCII);
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;

    private final EndPoint socket;

    /** Null with HTTP/1.1. */
    private final @Nullable IStream stream;

    private Wire(HttpChannel channel) {
        this.socket = channel.getEndPoint();
        this.stream = channel.getHttpTransport() instanceof HttpTransportOverHTTP2 http2 ? http2.getStream() : null;
    }

    static void serving(HttpChannel channel) {
        CURRENT.set(new Wire(channel));
    }

    static void served() {
        CURRENT.remove();
    }

    /** The wire of the request that this thread serves. */
    static Wire current() {
        Wire wire = CURRENT.get();
        if (wire == null) {
            throw new IllegalStateException("This thread serves no request");
        }
        return wire;
    }

    /** When the connection was made, as milliseconds since 1970. */
    long since() {
        return socket.getCreatedTimeStamp();
    }

    /** Whether the client has given up the request that was read completely. */
    boolean hasLeft() {
        if (stream != null) {
            return stream.isReset() || stream.isClosed() || !socket.isOpen();
        }
        // Nobody sends the next request before this one is answered, so the socket can only contain its end.
        ByteBuffer buffer = ByteBuffer.allocate(64);
        buffer.limit(0); // Jetty fills a buffer from its limit on
        try {
            return socket.fill(buffer) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Closes the connection. */
    void close() {
        socket.close();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        if (socket.getTransport() instanceof NetworkChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
        socket.close();
    }

    /** Sends bytes that no client understands, and closes the connection. */
    void sendGarbage() {
        FutureCallback sent = new FutureCallback();
        try {
            socket.write(sent, ByteBuffer.wrap(GARBAGE));
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            // the client is gone, or another stream is writing: closing it is as bad
        } finally {
            socket.close();
        }
    }

    /** {@code RST_STREAM}; with HTTP/1.1, which has no streams, the connection is closed. */
    void resetStream(int error) {
        if (stream == null) {
            socket.close();
        } else {
            stream.reset(new ResetFrame(stream.getId(), error), Callback.NOOP);
        }
    }

    /** {@code GOAWAY} that excludes this request; with HTTP/1.1 the connection is closed. */
    void refuseByGoAway() {
        if (stream == null) {
            socket.close();
            return;
        }
        int mine = stream.getId();
        int newest = stream.getSession().getStreams().stream()
                .mapToInt(Stream::getId)
                .max()
                .orElse(mine);
        // Streams beside this one are processed, so an older one is refused alone.
        int last = newest > mine ? newest : mine - 2;
        ((HTTP2Session) stream.getSession()).goAway(new GoAwayFrame(last, NO_ERROR, null), Callback.NOOP);
        resetStream(REFUSED_STREAM);
    }

    /** {@code GOAWAY} that lets all streams of the connection end; nothing with HTTP/1.1. */
    void goAway() {
        if (stream != null) {
            stream.getSession().shutdown();
        }
    }
}
