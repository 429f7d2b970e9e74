package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import okio.BufferedSource;
import okio.ByteString;

/**
 * The bytes of a body as they arrive. OkHttp calls a user's listeners at a body's start and end in the middle of a
 * read. If they throw, the bytes that have arrived stay, and a second read returns them.
 */
final class BodyBytes {

    /** Start, end, release of the connection, end of the call. */
    private static final int LISTENERS = 4;

    private static final ByteString DATA = ByteString.encodeUtf8("data:");
    private static final ByteString EVENT = ByteString.encodeUtf8("event:");

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

    /** Whether they begin with JSON or a page. Waits for the first byte. */
    boolean areADocument() {
        return !areAll() && "{[<".indexOf(source.getBuffer().getByte(0)) >= 0;
    }

    /** Whether they begin with an event. Waits for its first bytes. */
    boolean areEvents() {
        if (areAll()) {
            return false;
        }
        while (true) {
            try {
                return source.rangeEquals(0, DATA) || source.rangeEquals(0, EVENT);
            } catch (IOException e) {
                throw open.failure(e);
            } catch (Throwable e) {
                passOver(e);
            }
        }
    }

    boolean areAll() {
        while (true) {
            try {
                return source.exhausted();
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
