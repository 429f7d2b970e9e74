package dev.langchain4j.model.openrouter.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** The bytes of one thread's current request, in an array that its next request uses again. */
final class ReusedBody extends ByteArrayOutputStream {

    private static final MediaType JSON = MediaType.get("application/json");

    /** Okio's own size of a piece: it cannot keep others in its pool. */
    private static final int PIECE = 8 * 1024;

    private static final ThreadLocal<ReusedBody> OF_THREAD = ThreadLocal.withInitial(ReusedBody::new);

    private ReusedBody() {
        super(16 * 1024);
    }

    static ReusedBody empty() {
        ReusedBody body = OF_THREAD.get();
        body.reset();
        return body;
    }

    RequestBody toRequest() {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return count;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                for (int from = 0; from < count; from += PIECE) {
                    sink.write(buf, from, Math.min(PIECE, count - from));
                }
            }
        };
    }
}
