package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a chunk every 10 ms to each of its streams, from one thread. The streams are spread over the 10 ms, like those
 * of many users, and each text is the time of its writing.
 */
final class Pacer {

    static final int CHUNKS = 100;
    static final int MILLIS_A_STREAM = 10 * CHUNKS;

    private static final int LANES = 10;
    private static final long STEP_NANOS = 1_000_000;

    private final List<List<Stream>> lanes = new ArrayList<>();
    private int joined;

    Pacer() {
        for (int i = 0; i < LANES; i++) {
            lanes.add(new ArrayList<>());
        }
        Thread thread = new Thread(this::run, "pacer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Streams to this connection and returns at the end of the stream. */
    void stream(OutputStream out) throws InterruptedException {
        Stream stream = new Stream(out);
        synchronized (lanes) {
            lanes.get(joined++ % LANES).add(stream);
        }
        stream.ended.await();
    }

    private void run() {
        long next = System.nanoTime();
        for (int lane = 0; ; lane = (lane + 1) % LANES) {
            List<Stream> due;
            synchronized (lanes) {
                due = List.copyOf(lanes.get(lane));
            }
            for (Stream stream : due) {
                if (!stream.step()) {
                    synchronized (lanes) {
                        lanes.get(lane).remove(stream);
                    }
                    stream.ended.countDown();
                }
            }
            next += STEP_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private static final class Stream {

        private final OutputStream out;
        private final CountDownLatch ended = new CountDownLatch(1);
        private int chunks;

        Stream(OutputStream out) {
            this.out = out;
        }

        /** Writes the next chunk; false after the last. */
        private boolean step() {
            try {
                if (chunks++ < CHUNKS) {
                    out.write(CannedAnswer.httpChunk(CannedAnswer.textEvent(Long.toString(System.nanoTime()))));
                    return true;
                }
                out.write(CannedAnswer.httpChunk(CannedAnswer.lastEvents(CHUNKS)));
                out.write(CannedAnswer.LAST_HTTP_CHUNK);
                return false;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
