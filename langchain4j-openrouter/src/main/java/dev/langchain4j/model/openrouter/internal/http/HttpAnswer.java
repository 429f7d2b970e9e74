package dev.langchain4j.model.openrouter.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A whole answer: status, headers and body. The body's array may be longer than the body. */
public final class HttpAnswer {

    private final HttpHead head;
    private final byte[] bytes;
    private final int length;
    private final boolean whole;

    HttpAnswer(HttpHead head, byte[] bytes, int length) {
        this(head, bytes, length, true);
    }

    /** @param whole whether it is known that nothing of the body is missing */
    HttpAnswer(HttpHead head, byte[] bytes, int length, boolean whole) {
        this.head = head;
        this.bytes = bytes;
        this.length = length;
        this.whole = whole;
    }

    /** Status and headers. */
    public HttpHead head() {
        return head;
    }

    /** The body in the first {@link #length()} bytes. Never changed again, if {@link HttpCall#keepsAnswer}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /**
     * Whether it is known that nothing of the body is missing. A failure counts by its status, also if its text broke
     * off; of a success that ends with its connection it is unknown.
     */
    public boolean isWhole() {
        return whole;
    }

    public String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The first byte of the body after blanks and a byte-order mark; 0 if there is none. */
    public byte firstByte() {
        int at = 0;
        while (at < length && BodyBytes.isBlank(bytes[at])) {
            at++;
        }
        return at < length ? bytes[at] : 0;
    }

    /**
     * This answer without the comments before its JSON, such as {@code : OPENROUTER PROCESSING}, which keep a
     * connection alive; itself if there is none.
     */
    public HttpAnswer withoutComments() {
        int start = 0;
        boolean comment = false;
        boolean any = false;
        while (start < length && (comment || bytes[start] == ':' || BodyBytes.isBlank(bytes[start]))) {
            any |= bytes[start] == ':';
            comment = bytes[start] == ':' || comment && !endsLine(bytes[start]);
            start++;
        }
        return any ? new HttpAnswer(head, Arrays.copyOfRange(bytes, start, length), length - start, whole) : this;
    }

    /** Whether a byte ends a line of a stream of events. */
    static boolean endsLine(byte b) {
        return b == '\n' || b == '\r';
    }

    /** This answer with another body. */
    public HttpAnswer with(byte[] body) {
        return new HttpAnswer(head, body, body.length, whole);
    }

    /** The head of an answer. */
    public static final class HttpHead {

        private final int status;
        private final Headers headers;
        private final HttpUrl url;
        private final Secrets secrets;

        HttpHead(int status, Headers headers, HttpUrl url, Secrets secrets) {
            this.status = status;
            this.headers = headers;
            this.url = url;
            this.secrets = secrets;
        }

        public int status() {
            return status;
        }

        public boolean isSuccessful() {
            return status >= 200 && status < 300;
        }

        /** The server that answered: scheme, host, port unless it is the default, and path. No query and no user. */
        public String address() {
            return url.newBuilder()
                    .username("")
                    .password("")
                    .query(null)
                    .fragment(null)
                    .build()
                    .toString();
        }

        /** The last value of a header, in any case; null if there is none, or only blanks. */
        public @Nullable String header(String name) {
            String value = headers.get(name);
            return value == null || value.isBlank() ? null : value;
        }

        /** The secrets of the answered request, because an answer can repeat them. */
        public Secrets secrets() {
            return secrets;
        }

        Headers headers() {
            return headers;
        }
    }
}
