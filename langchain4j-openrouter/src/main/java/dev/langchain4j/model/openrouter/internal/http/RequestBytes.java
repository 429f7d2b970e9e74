package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The serialised body of a request, of known length, in an array that later calls reuse. One call owns it from
 * {@link #of} to {@link #release()}; in between every attempt sends the same bytes. A {@link HttpCall.LongBody} stays
 * outside: each attempt writes it to the connection.
 */
final class RequestBytes extends OutputStream {

    private static final MediaType JSON = MediaType.get("application/json");

    /** Okio moves data in segments of this size; larger writes use segments that its pool cannot keep. */
    private static final int PIECE = 8 * 1024;

    private static final byte[] NOTHING = {};

    private final HttpCall.@Nullable LongBody outside;
    private byte[] bytes;
    private int length;

    private RequestBytes(HttpCall.@Nullable LongBody outside) {
        this.outside = outside;
        bytes = outside == null ? SpareBytes.take() : NOTHING;
    }

    static RequestBytes of(HttpCall.JsonBody body) {
        if (body instanceof HttpCall.LongBody outside) {
            return new RequestBytes(outside);
        }
        RequestBytes request = new RequestBytes(null);
        try (JsonGenerator json = Json.FACTORY.createGenerator(request)) {
            body.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("the request cannot be written as JSON: " + e.getMessage(), e);
        }
        return request;
    }

    /**
     * For a call without a thread, of which thousands can wait at once: a small body gets an array of its own length,
     * and the spare one goes back.
     */
    static RequestBytes ofWaiting(HttpCall.JsonBody body) {
        RequestBytes request = of(body);
        if (request.length < request.bytes.length / 2) {
            byte[] spare = request.bytes;
            request.bytes = Arrays.copyOf(spare, request.length);
            SpareBytes.giveBack(spare);
        }
        return request;
    }

    /**
     * Returns the array; a second call does nothing. Only after the server's answer: before, the body may still be on
     * the wire.
     */
    void release() {
        byte[] spare = bytes;
        bytes = NOTHING;
        SpareBytes.giveBack(spare);
    }

    String text() {
        return outside != null
                ? outside.length() + " bytes of JSON"
                : new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    RequestBody body() {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return outside == null ? length : outside.length();
            }

            /** Sent once per attempt: the retry policy decides on re-sends, not OkHttp. */
            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                if (outside != null) {
                    write(outside, sink);
                    return;
                }
                for (int from = 0; from < length; from += PIECE) {
                    sink.write(bytes, from, Math.min(PIECE, length - from));
                }
            }
        };
    }

    /** Does not close the sink: the connection goes on. */
    private static void write(HttpCall.LongBody body, BufferedSink sink) throws IOException {
        JsonGenerator json = Json.FACTORY.createGenerator(sink.outputStream());
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        try (json) {
            body.write(json);
        }
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
