package dev.langchain4j.model.openrouter.test;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.server.HttpOutput;

/**
 * The connection that a body is sent on. When {@code write} returns, the bytes have left for the client. Used by one
 * thread.
 */
final class ClientConnection {

    /** Maximum time until a waiting stream notices that its client is gone. */
    private static final long LOOK_EVERY_MILLIS = 20;

    private final HttpOutput out;
    private final EndPoint socket;
    private final CompletableFuture<Void> over;
    private int pieceSize = Integer.MAX_VALUE;

    /**
     * @param over completes when the server is closed or reset, which ends every wait
     */
    ClientConnection(HttpOutput out, CompletableFuture<Void> over) {
        this.out = out;
        this.socket = out.getHttpChannel().getEndPoint();
        this.over = over;
    }

    static int checkPieceSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("splitInto: at least 1 byte a piece, not " + bytes);
        }
        return bytes;
    }

    /** Splits everything written from now on into pieces, which are sent one by one. */
    void splitInto(int bytes) {
        pieceSize = bytes;
    }

    void write(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            int size = Math.min(pieceSize, bytes.length - from);
            out.write(bytes, from, size);
            out.flush();
            from += size;
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Waits at a gate; ends the stream if the client leaves or the server is reset. */
    void waitFor(Gate gate) throws IOException {
        await(gate.arrive(), Long.MAX_VALUE);
    }

    void pause(Duration time) throws IOException {
        await(new CompletableFuture<>(), time.toNanos());
    }

    /** Sends nothing more until the client leaves or the server is reset. */
    void silence() throws IOException {
        await(new CompletableFuture<>(), Long.MAX_VALUE);
    }

    /** Closes the connection in the middle of the body: the client sees it end too early. */
    void cut() throws Ended {
        socket.close();
        throw new Ended();
    }

    /** Resets the connection in the middle of the body: the client sees a network error. */
    void reset() throws IOException {
        if (socket.getTransport() instanceof NetworkChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
        cut();
    }

    private void await(CompletableFuture<Void> event, long nanos) throws IOException {
        long start = System.nanoTime();
        CompletableFuture<Object> either = CompletableFuture.anyOf(event, over);
        while (!either.isDone()) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return;
            }
            try {
                either.get(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS)), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (hasLeft(socket)) {
                    cut();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cut();
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }
        if (!event.isDone()) {
            cut();
        }
    }

    /**
     * Whether the client whose request was read completely has closed the connection. Nobody sends the next request
     * before this one is answered, so the socket can only contain its end.
     */
    static boolean hasLeft(EndPoint socket) {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        buffer.limit(0); // Jetty fills a buffer from its limit on
        try {
            return socket.fill(buffer) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the stream and its connection. */
    static final class Ended extends IOException {
        private static final long serialVersionUID = 1;
    }
}
