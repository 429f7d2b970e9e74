package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import okio.BufferedSource;

/**
 * Reads server-sent events from bytes, directly from OkHttp's buffer, and passes each event's data on as a slice of one
 * buffer. Comments ({@code : OPENROUTER PROCESSING}) and every field but {@code data} are skipped, and do not count as
 * progress.
 *
 * <p>Follows <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the standard</a>: lines end with
 * LF, CR or CRLF; one blank after the colon is optional; several data lines are joined with LF; a leading byte-order
 * mark is skipped. Unlike the standard, data without its blank line at the end of the body still counts, because
 * servers forget that line. So does data after blanks and other byte-order marks: to drop it would leave a hole in the
 * answer. So does JSON without {@code data:}, the form of some errors, also without a blank line around it: no field
 * begins with a brace.
 */
final class EventReader {

    private enum Next {
        READ,
        PAUSE,
        STOP
    }

    /** Enough for some events, as long as they arrive one by one. */
    private static final int FIRST_CAPACITY = 1024;

    /** The most that OkHttp returns at a time. The buffer grows to this when a read has filled the first one. */
    private static final int READ_SIZE = 8 * 1024;

    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final int maxEventBytes;
    private final long maxBytes;
    private final OpenCall open;
    private final RequestLog log;
    private final Runnable onFirstEvent;

    private byte[] buffer = new byte[FIRST_CAPACITY];

    /** The same, for reading eight bytes at a time. */
    private ByteBuffer eights = ByteBuffer.wrap(buffer);

    /** The end of the bytes in the buffer. */
    private int end;

    private int lineStart;

    /** The next byte to search for the end of the line. */
    private int searched;

    /** The data of the current event; none while {@code dataFrom} is -1. */
    private int dataFrom;

    private int dataTo;

    /** The data began without its field's name. */
    private boolean bare;

    private long bytesRead;

    private boolean skipLf;
    private boolean seenEvent;
    private boolean bodyEnded;
    private BodyBytes body;

    /** @param onFirstEvent runs when the request can no longer be repeated */
    EventReader(HttpSettings settings, OpenCall open, Runnable onFirstEvent) {
        this.maxEventBytes = settings.maxEventBytes();
        this.maxBytes = settings.maxResponseBytes();
        this.open = open;
        this.log = settings.log();
        this.onFirstEvent = onFirstEvent;
    }

    boolean noneYet() {
        return !seenEvent;
    }

    /**
     * Reads until the listener stops, or the body ends, or the listener wants no more for now.
     *
     * @return false only in the last case: {@link #resume} continues from there, on any thread
     */
    boolean read(BufferedSource source, StreamListener listener) {
        end = lineStart = searched = 0;
        bytesRead = 0;
        dataFrom = -1;
        body = new BodyBytes(source, open);
        skipLf = bodyEnded = bare = false;
        return readOn(listener);
    }

    /** Continues after a pause; like {@link #read}. */
    boolean resume(StreamListener listener) {
        open.throwIfEnded();
        if (!listener.mayReadOn()) {
            return false;
        }
        open.startClock();
        return readOn(listener);
    }

    private boolean readOn(StreamListener listener) {
        Next next = bodyEnded ? lastEvent(listener) : readLines(listener);
        while (next == Next.READ && !bodyEnded) {
            bodyEnded = !fill();
            next = bodyEnded ? lastEvent(listener) : readLines(listener);
        }
        if (next == Next.READ) {
            open.throwIfEnded();
            listener.onEnd();
        }
        return next != Next.PAUSE;
    }

    private Next lastEvent(StreamListener listener) {
        boolean cut = lineStart < end;
        Next next = cut ? readLine(end, listener) : Next.READ;
        if (next != Next.READ) {
            return next;
        }
        lineStart = end;
        return dataFrom < 0 ? Next.READ : dispatch(listener, cut);
    }

    /** Reads every complete line in the buffer, until the listener stops or pauses. */
    private Next readLines(StreamListener listener) {
        for (int at = nextLineEnd(searched); at < end; at = nextLineEnd(at + 1)) {
            byte b = buffer[at];
            if (b == LF && skipLf && at == lineStart) {
                lineStart = at + 1;
                skipLf = false;
                continue;
            }
            skipLf = b == CR;
            if (at == lineStart) {
                lineStart = searched = at + 1;
                if (dataFrom >= 0) {
                    Next next = dispatch(listener, false);
                    if (next != Next.READ) {
                        return next;
                    }
                }
            } else {
                Next next = readLine(at, listener);
                if (next != Next.READ) {
                    return next;
                }
                lineStart = at + 1;
            }
        }
        searched = end;
        return Next.READ;
    }

    /** This search of every byte is the largest cost of a stream: eight at a time while they are far from an end. */
    private int nextLineEnd(int from) {
        int at = from;
        while (at + Long.BYTES <= end && !mayHoldLineEnd(eights.getLong(at))) {
            at += Long.BYTES;
        }
        while (at < end && buffer[at] != LF && buffer[at] != CR) {
            at++;
        }
        return at;
    }

    /** Whether one of eight bytes is below 16. In JSON that is a line end; anything else is checked more closely. */
    private static boolean mayHoldLineEnd(long eight) {
        return (eight - 0x1010_1010_1010_1010L & ~eight & 0x8080_8080_8080_8080L) != 0;
    }

    /** @param cut whether the body ended within the event */
    private Next dispatch(StreamListener listener, boolean cut) {
        int from = dataFrom;
        dataFrom = -1;
        bare = false;
        if (!seenEvent) {
            seenEvent = true;
            onFirstEvent.run();
        }
        open.throwIfEnded();
        open.stopClock();
        log.event(buffer, from, dataTo, open.secrets());
        boolean more = cut ? listener.onRest(buffer, from, dataTo) : listener.onEvent(buffer, from, dataTo);
        if (more && !listener.mayReadOn()) {
            return Next.PAUSE; // the clock stands still until the stream goes on
        }
        open.startClock();
        return more ? Next.READ : Next.STOP;
    }

    /** Reads one line, which ends before {@code to}: keeps it if it is data, after the event that it ends. */
    private Next readLine(int to, StreamListener listener) {
        int text = afterBlanks(to);
        int value = valueOfData(text, to);
        if (dataFrom >= 0 && beginsAnother(text, to, value)) {
            searched = lineStart; // a pause continues with this line
            Next next = dispatch(listener, false);
            if (next != Next.READ) {
                return next;
            }
        }
        bare |= value < 0 && isJson(text, to);
        if (value >= 0) {
            keep(value, to);
        } else if (bare && !isFieldOrComment(text, to)) {
            keep(text, to);
        }
        return Next.READ;
    }

    /**
     * Whether the line begins another event, although no blank line is before it. Nothing of JSON opens after a brace.
     */
    private boolean beginsAnother(int text, int to, int value) {
        boolean hasName = value >= 0;
        if (hasName == bare) {
            return hasName || isJson(text, to);
        }
        int start = hasName ? value : text;
        char opening = hasName ? '[' : '{'; // of [DONE], or of more JSON without a name
        return start < to && buffer[start] == opening && dataFrom < dataTo && buffer[dataTo - 1] == '}';
    }

    private boolean isJson(int text, int to) {
        return text < to && buffer[text] == '{';
    }

    /** Whether a line is no part of the JSON around it, whose own words are true, false and null. */
    private boolean isFieldOrComment(int text, int to) {
        byte first = text < to ? buffer[text] : 0;
        return first == ':' || first >= 'a' && first <= 'z' && "tfn".indexOf(first) < 0;
    }

    private void keep(int from, int to) {
        if (dataFrom < 0) {
            dataFrom = from;
            dataTo = to;
        } else {
            buffer[dataTo++] = LF;
            System.arraycopy(buffer, from, buffer, dataTo, to - from);
            dataTo += to - from;
        }
    }

    /** The start of the line's text, after as many blanks as {@link BodyBytes} looks at. */
    private int afterBlanks(int to) {
        int at = lineStart;
        while (at < to && at - lineStart < BodyBytes.MAX_BLANKS && BodyBytes.isBlank(buffer[at])) {
            at++;
        }
        return at;
    }

    /** The start of the value if the line is the field {@code data}, else -1. */
    private int valueOfData(int at, int to) {
        if (to - at < 4
                || buffer[at] != 'd'
                || buffer[at + 1] != 'a'
                || buffer[at + 2] != 't'
                || buffer[at + 3] != 'a') {
            return -1;
        }
        int value = at + 4;
        if (value < to) {
            if (buffer[value] != ':') {
                return -1;
            }
            value++;
            if (value < to && buffer[value] == ' ') {
                value++;
            }
        }
        return value;
    }

    /** Reads the available bytes, at least one; false at the end of the body. */
    private boolean fill() {
        if (end == buffer.length || lineStart == end) {
            makeRoom();
        }
        int count = body.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        bytesRead += count;
        if (end - lineStart > READ_SIZE && valueOfData(afterBlanks(end), end) >= 0) {
            open.progressed(); // a large event arrives, such as an image
        }
        if (bytesRead > maxBytes) {
            throw new TransportException(
                    Kind.TOO_LARGE,
                    "The stream is larger than maxResponseBytes, " + maxBytes + "; raise it if you expect that",
                    null);
        }
        return true;
    }

    /**
     * Moves the needed bytes to the front, and enlarges the buffer if that is all of it, or if it is small and was
     * full.
     */
    private void makeRoom() {
        boolean small = end == buffer.length && end < READ_SIZE;
        int keep = dataFrom >= 0 ? dataFrom : lineStart;
        if (keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, end - keep);
            end -= keep;
            lineStart -= keep;
            searched -= keep;
            dataFrom -= dataFrom >= 0 ? keep : 0;
            dataTo -= keep;
        }
        if (end == buffer.length && end >= maxEventBytes) {
            throw new TransportException(
                    Kind.TOO_LARGE,
                    "One event of the stream is larger than " + maxEventBytes + " bytes, which no setting changes;"
                            + " ask without a stream, where maxResponseBytes is the limit",
                    null);
        }
        if (end == buffer.length || small) {
            int length = (int) Math.min(small ? READ_SIZE : 2L * end, maxEventBytes);
            buffer = Arrays.copyOf(buffer, Math.max(length, buffer.length));
            eights = ByteBuffer.wrap(buffer);
        }
    }
}
