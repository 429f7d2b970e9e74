package dev.langchain4j.model.openrouter.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads just enough of HTTP/1.1 requests to know where one ends and which scenario it belongs to. */
final class RequestReader {

    private final InputStream in;
    private final byte[] buffer = new byte[256 * 1024];
    private int from;
    private int to;
    private String scenario = "";
    private boolean base64;
    private boolean models;

    RequestReader(InputStream in) {
        this.in = in;
    }

    /** Reads a whole request; false if the client has closed the connection. */
    boolean next() throws IOException {
        String requestLine = line();
        if (requestLine == null) {
            return false;
        }
        base64 = false;
        scenario = requestLine.split("/", 3)[1];
        models = requestLine.startsWith("GET ") && requestLine.contains("/models");
        long length = 0;
        boolean chunked = false;
        for (String header = line(); header != null && !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).trim());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
        }
        if (chunked) {
            skipChunks();
        } else {
            skip(length);
        }
        return true;
    }

    /** Whether the body says so; checked only in requests for embeddings. */
    boolean asksForBase64() {
        return base64;
    }

    boolean asksForModels() {
        return models;
    }

    String scenario() {
        return scenario;
    }

    private void skipChunks() throws IOException {
        for (String size = line(); size != null; size = line()) {
            int length = Integer.parseInt(size.trim(), 16);
            skip(length + 2L);
            if (length == 0) {
                return;
            }
        }
        throw new EOFException();
    }

    private void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (from == to && !fill()) {
                throw new EOFException();
            }
            base64 |= scenario.equals(Scenario.EMBED.name()) && contains("base64");
            int skipped = (int) Math.min(left, to - from);
            from += skipped;
            left -= skipped;
        }
    }

    private boolean contains(String word) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1).contains(word);
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            for (int at = from; at < to; at++) {
                if (buffer[at] == '\n') {
                    line.append(new String(buffer, from, at - from, StandardCharsets.ISO_8859_1));
                    from = at + 1;
                    return line.toString().stripTrailing();
                }
            }
            line.append(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
            from = to;
            if (!fill()) {
                return null;
            }
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}
