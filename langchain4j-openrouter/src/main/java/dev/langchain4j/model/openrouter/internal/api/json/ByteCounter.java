package dev.langchain4j.model.openrouter.internal.api.json;

import java.io.OutputStream;

/** Counts the bytes that are written to it, and keeps none of them. */
public final class ByteCounter extends OutputStream {

    private long bytes;

    public long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) {
        bytes++;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        bytes += count;
    }
}
