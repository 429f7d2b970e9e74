package dev.langchain4j.model.openrouter.test;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connection that a body is sent on. When {@code write} returns, the bytes have left for the client. Used by one
 * thread.
 */
final class ClientConnection {

    // Error codes of HTTP/2.
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;

    /** Maximum time until a waiting stream notices that its client is gone. */
    private static final long LOOK_EVERY_MILLIS = 20;

    private final OutputStream out;
    private final Wire wire;
    private final CompletableFuture<Void> over;
    private int pieceSize = Integer.MAX_VALUE;

    /**
     * @param over completes when the server is closed or reset, which ends every wait
     */
    ClientConnection(OutputStream out, Wire wire, CompletableFuture<Void> over) {
        this.out = out;
        this.wire = wire;
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
        wire.close();
        throw new Ended();
    }

    /** Ends what nobody waits for any longer. */
    private void end() throws Ended {
        wire.resetStream(CANCEL);
        throw new Ended();
    }

    /** Resets the connection in the middle of the body: the client sees a network error. */
    void reset() throws IOException {
        wire.reset();
        throw new Ended();
    }

    /** Breaks the stream or the connection here. */
    void fail(Fault fault) throws IOException {
        switch (fault) {
            case CONNECTION_RESET -> wire.reset();
            case EMPTY_RESPONSE -> wire.close();
            case MALFORMED_CHUNK -> {
                out.flush(); // the head
                wire.sendGarbage();
            }
            case RANDOM_DATA -> wire.sendGarbage();
            case GOAWAY -> wire.refuseByGoAway();
            case RST_REFUSED_STREAM -> wire.resetStream(REFUSED_STREAM);
            case RST_CANCEL -> wire.resetStream(CANCEL);
            case RST_INTERNAL_ERROR -> wire.resetStream(INTERNAL_ERROR);
        }
        throw new Ended();
    }

    /** Tells the client to open no more streams on the connection. */
    void goAway() {
        wire.goAway();
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
                if (wire.hasLeft()) {
                    end();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end();
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }
        if (!event.isDone()) {
            end();
        }
    }

    /** Ends the body. */
    static final class Ended extends IOException {
        private static final long serialVersionUID = 1;
    }
}
