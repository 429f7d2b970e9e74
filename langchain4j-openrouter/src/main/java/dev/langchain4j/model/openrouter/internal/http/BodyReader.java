package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.Arrays;
import okhttp3.Response;

/**
 * Reads a whole body into one array: a spare one if the answer is not kept; else of exactly its length if the server
 * reports it, or a growing one. A reported length allocates no more memory than {@link #FIRST}: the rest grows with the bytes.
 */
final class BodyReader {

    private static final int UNKNOWN_LENGTH = 16 * 1024;
    private static final int FIRST = 1024 * 1024;
    private static final int BELIEVED = 8;

    /** The most that is read of a failure: its status counts more than the rest of its text. */
    private static final long MOST_OF_A_FAILURE = 16 * 1024 * 1024;

    private BodyReader() {}

    /** @param most bytes of the body; of a failure the rest is left away, a larger success is refused */
    static HttpAnswer read(Response response, HttpAnswer.HttpHead head, long most, OpenCall open, boolean kept) {
        long announced = response.body().contentLength();
        boolean failure = !head.isSuccessful();
        long limit = failure ? Math.min(most, MOST_OF_A_FAILURE) : most;
        if (!failure) {
            ensureWithin(limit, announced);
        }
        BodyBytes body = new BodyBytes(response.body().source(), open);
        byte[] bytes =
                kept ? new byte[announced >= 0 ? (int) Math.min(announced, FIRST) : UNKNOWN_LENGTH] : SpareBytes.take();
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                if (failure && length >= limit || body.areAll()) {
                    return new HttpAnswer(head, bytes, length);
                }
                ensureWithin(limit, length + 1L);
                bytes = Arrays.copyOf(bytes, (int) Math.min(next(length, announced, limit), limit));
            }
            int count = body.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return new HttpAnswer(head, bytes, length);
            }
            length += count;
            open.progressed();
        }
    }

    /**
     * The next size of the array. A reported length is believed once an eighth of it is there: doubling to the end would
     * hold a large body almost twice.
     */
    private static long next(int length, long announced, long limit) {
        if (length < announced && length >= announced / BELIEVED) {
            return announced;
        }
        return Math.min(Math.max(2L * length, UNKNOWN_LENGTH), length < announced ? announced : limit);
    }

    private static void ensureWithin(long limit, long length) {
        if (length > limit) {
            throw new TransportException(
                    Kind.TOO_LARGE,
                    "The response is larger than maxResponseBytes, " + limit + "; raise it if you expect that",
                    null);
        }
    }
}
