package dev.langchain4j.model.openrouter.internal.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Arrays for the bodies of requests and answers, which later calls use again. */
final class SpareBytes {

    private static final int SMALLEST = 8 * 1024;
    private static final int LARGEST_KEPT = 1024 * 1024;

    private static final BlockingQueue<byte[]> ALL = new ArrayBlockingQueue<>(64);

    private SpareBytes() {}

    /** An array of at least 8 KB, with old content. */
    static byte[] take() {
        byte[] spare = ALL.poll();
        return spare != null ? spare : new byte[SMALLEST];
    }

    /** Nobody may use the array after this. */
    static void giveBack(byte[] bytes) {
        if (bytes.length >= SMALLEST && bytes.length <= LARGEST_KEPT) {
            ALL.offer(bytes);
        }
    }
}
