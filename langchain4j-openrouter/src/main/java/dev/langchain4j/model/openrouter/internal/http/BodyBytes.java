package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import okio.BufferedSource;
import okio.ByteString;

/**
 * The bytes of a body as they arrive. OkHttp calls a user's listeners at a body's start and end in the middle of a
 * read. If they throw, the bytes that have arrived stay, and a second read returns them.
 */
final class BodyBytes {

    /** Start, end, release of the connection, end of the call. */
    private static final int LISTENERS = 4;

    /** How an event can begin; the first is a comment. */
    private static final List<ByteString> FIELDS = Stream.of(":", "data:", "event:", "id:", "retry:")
            .map(ByteString::encodeUtf8)
            .toList();

    /** How many blanks are looked at: a server can send any number of them to keep a connection alive. */
    static final int MAX_BLANKS = 64;

    private final BufferedSource source;
    private final OpenCall open;
    private int thrown;

    BodyBytes(BufferedSource source, OpenCall open) {
        this.source = source;
        this.open = open;
    }

    /** Reads the available bytes, at least one; -1 at the end. */
    int read(byte[] bytes, int from, int count) {
        while (true) {
            try {
                return source.read(bytes, from, count);
            } catch (IOException e) {
                throw open.failure(e);
            } catch (Throwable e) {
                passOver(e);
            }
        }
    }

    /** Whether they begin with JSON or a page, after blanks at most. Waits for the first byte of it. */
    boolean areADocument() {
        int at = blanks();
        return has(at) && "{[<".indexOf(source.getBuffer().getByte(at)) >= 0;
    }

    /** Whether they begin with an event or a comment, after blanks at most. Waits for its first bytes. */
    boolean areEvents() {
        int at = blanks();
        return FIELDS.stream().anyMatch(field -> begin(at, field));
    }

    /** How many blanks, or bytes of a byte-order mark, come first. */
    private int blanks() {
        int at = 0;
        while (at < MAX_BLANKS && has(at) && isBlank(source.getBuffer().getByte(at))) {
            at++;
        }
        return at;
    }

    /** Also a part of a byte-order mark. */
    static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ' || b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
    }

    private boolean begin(int at, ByteString field) {
        for (int i = 0; i < field.size(); i++) {
            if (!has(at + i) || source.getBuffer().getByte(at + i) != field.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    boolean areAll() {
        return !has(0);
    }

    /** Whether there is a byte at this place; waits for it. */
    private boolean has(int at) {
        while (true) {
            try {
                return source.request(at + 1L);
            } catch (IOException e) {
                throw open.failure(e);
            } catch (Throwable e) {
                passOver(e);
            }
        }
    }

    /** Also an Error, such as a {@code LinkageError} of a listener that needs a library in another version. */
    private void passOver(Throwable ofListener) {
        if (ofListener instanceof VirtualMachineError broken) {
            throw broken;
        }
        if (++thrown > LISTENERS) {
            throw open.failure(
                    ofListener instanceof Exception exception ? exception : new IllegalStateException(ofListener));
        }
    }
}
