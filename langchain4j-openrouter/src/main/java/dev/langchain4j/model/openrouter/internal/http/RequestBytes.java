package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * The serialised body of a request, of known length, in an array that is used again by later calls. One call owns it
 * from {@link #of} to {@link #release()}; in between every attempt sends the same bytes.
 */
final class RequestBytes extends OutputStream {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int SMALLEST = 8 * 1024;
    private static final int LARGEST_KEPT = 1024 * 1024;

    /** Okio moves data in segments of this size; larger writes take segments that its pool cannot keep. */
    private static final int PIECE = 8 * 1024;

    private static final BlockingQueue<byte[]> SPARE = new ArrayBlockingQueue<>(64);

    private byte[] bytes;
    private int length;

    private RequestBytes() {
        byte[] spare = SPARE.poll();
        bytes = spare != null ? spare : new byte[SMALLEST];
    }

    static RequestBytes of(HttpCall.JsonBody body) {
        RequestBytes request = new RequestBytes();
        try (JsonGenerator json = Json.FACTORY.createGenerator(request)) {
            body.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("the request cannot be written as JSON: " + e.getMessage(), e);
        }
        return request;
    }

    /**
     * Gives the array back; a second time does nothing. Only when the server has answered: until then the body may still
     * be on its way out.
     */
    void release() {
        byte[] spare = bytes;
        bytes = new byte[0];
        if (spare.length >= SMALLEST && spare.length <= LARGEST_KEPT) {
            SPARE.offer(spare);
        }
    }

    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    RequestBody body() {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return length;
            }

            /** Sent once per attempt: when to send again is the retry policy's decision, not OkHttp's. */
            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                for (int from = 0; from < length; from += PIECE) {
                    sink.write(bytes, from, Math.min(PIECE, length - from));
                }
            }
        };
    }

    @Override
    public void write(int b) {
        ensureRoomFor(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        ensureRoomFor(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void ensureRoomFor(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
