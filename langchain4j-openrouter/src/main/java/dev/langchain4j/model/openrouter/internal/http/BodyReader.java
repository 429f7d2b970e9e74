package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Reads a whole body into one array. If the answer is not kept, that is a spare array. Otherwise it has the length that
 * the server reports, at first at most {@link #MAX_FIRST_CAPACITY}; without a reported length it grows.
 */
final class BodyReader {

    private static final int FIRST_CAPACITY = 16 * 1024;
    private static final int MAX_FIRST_CAPACITY = 1024 * 1024;

    /** A reported length is believed once this part of it, an eighth, is there. */
    private static final int BELIEVED_PART = 8;

    /** How much of a failure is read, and for how long: its status counts more than the rest of its text. */
    private static final long MAX_FAILURE_BYTES = 2 * 1024 * 1024;

    private static final Duration MAX_FAILURE_TIME = Duration.ofSeconds(5);

    /**
     * Blanks and comments count as progress for this many times the limit of a silence: a model may think for minutes.
     */
    private static final int KEEP_ALIVE_FACTOR = 4;

    private final HttpHead head;
    private final BodyBytes body;
    private final OpenCall open;
    private final long announced;

    /** Whether the server tells where the body ends; else it ends where its connection does, for any reason. */
    private final boolean endIsTold;

    private final long limit;
    private final boolean failure;
    private final long start;

    private byte[] bytes;
    private int length;

    /** Whether a byte of the answer has arrived, and not only blanks and comments. */
    private boolean begun;

    /** Whether the last byte is part of a comment. */
    private boolean comment;

    private BodyReader(Response response, HttpHead head, long maxBytes, OpenCall open, boolean kept) {
        this.head = head;
        this.body = new BodyBytes(response.body().source(), open);
        this.open = open;
        this.announced = response.body().contentLength();
        this.endIsTold =
                announced >= 0 || response.protocol() == Protocol.HTTP_2 || head.header("Transfer-Encoding") != null;
        this.failure = !head.isSuccessful();
        this.start = open.now();
        this.limit = failure ? Math.min(maxBytes, MAX_FAILURE_BYTES) : maxBytes;
        this.bytes = kept
                ? new byte[announced >= 0 ? (int) Math.min(announced, MAX_FIRST_CAPACITY) : FIRST_CAPACITY]
                : SpareBytes.take();
        if (failure) {
            long nanos =
                    Math.min(MAX_FAILURE_TIME.toNanos(), open.longestSilence().toNanos() / 2);
            response.body().source().timeout().deadline(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        }
    }

    /** @param maxBytes of the body; the rest of a failure is dropped, a larger success is refused */
    static HttpAnswer read(Response response, HttpHead head, long maxBytes, OpenCall open, boolean kept) {
        if (head.isSuccessful()) {
            ensureWithin(maxBytes, response.body().contentLength());
        }
        return new BodyReader(response, head, maxBytes, open, kept).read();
    }

    private HttpAnswer read() {
        boolean ended;
        try {
            ended = readOn();
        } catch (TransportException broken) {
            if (!isEnough(broken.kind())) {
                throw broken;
            }
            ended = false;
        }
        boolean whole = failure ? isWholeObject() || ended && !isCutJson() : endIsTold;
        return new HttpAnswer(head, bytes, length, whole);
    }

    /** @return whether the end was reached */
    private boolean readOn() {
        while (true) {
            if (length == bytes.length) {
                if (failure && length >= limit) {
                    return false;
                }
                if (body.areAll()) {
                    return true;
                }
                ensureWithin(limit, length + 1L);
                bytes = Arrays.copyOf(bytes, (int) Math.min(nextCapacity(), limit));
            }
            int count = body.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return true;
            }
            length += count;
            if (isAnswer(length - count) || isKeptAlive()) {
                open.progressed();
            }
        }
    }

    private boolean isKeptAlive() {
        return (open.now() - start) / KEEP_ALIVE_FACTOR < open.longestSilence().toNanos();
    }

    /** Whether the bytes from here on are part of the answer: blanks and comments only keep a connection alive. */
    private boolean isAnswer(int from) {
        for (int i = from; i < length; i++) {
            byte b = bytes[i];
            if (comment) {
                comment = !HttpAnswer.endsLine(b);
            } else if (b == ':' && !begun) {
                comment = true;
            } else if (!BodyBytes.isBlank(b)) {
                begun = true;
                return true;
            }
        }
        return false;
    }

    /**
     * Whether nothing is lost with the rest of the body: the status of a failure is known, and the object of a success
     * is complete.
     */
    private boolean isEnough(Kind broken) {
        return switch (broken) {
            case LOST_IN_ANSWER, TIMEOUT -> failure || isWholeObject();
            case DAMAGED -> failure;
            default -> false;
        };
    }

    private boolean isWholeObject() {
        HttpAnswer answer = new HttpAnswer(head, bytes, length).withoutComments();
        try (JsonParser json = Json.answerParser(answer.bytes(), 0, answer.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException cut) {
            return false;
        }
    }

    /** A body without a reported length just ends when its connection is lost. */
    private boolean isCutJson() {
        return CutJson.is(new HttpAnswer(head, bytes, length).withoutComments().text());
    }

    /** The next size of the array. Doubling it until the end of a large body would hold that almost twice. */
    private long nextCapacity() {
        if (length < announced && length >= announced / BELIEVED_PART) {
            return announced;
        }
        return Math.min(Math.max(2L * length, FIRST_CAPACITY), length < announced ? announced : limit);
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
