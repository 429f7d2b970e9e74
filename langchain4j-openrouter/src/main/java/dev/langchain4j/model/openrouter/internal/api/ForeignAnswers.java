package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises what OpenRouter's API does not send: a web page, the 404 of another server, the refusal of a proxy. Asking
 * again does not help; the address, or something on the way to it, is wrong.
 */
final class ForeignAnswers {

    /** Statuses that mean the same whoever sends them, in whatever form. */
    private static final Set<Integer> PLAIN_ENOUGH = Set.of(401, 402, 408, 413, 429);

    private static final Map<Integer, String> NAMES = Map.of(
            101, "Switching Protocols",
            300, "Multiple Choices",
            304, "Not Modified",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            407, "Proxy Authentication Required");

    private ForeignAnswers() {}

    /** The error that a success is whose body is a page. */
    static ApiError page(HttpAnswer answer) {
        return error(answer, null, ErrorKind.NOT_THE_API);
    }

    /**
     * An error that is not OpenRouter's.
     *
     * @param read what the body says, whoever sent it
     * @return empty if it is OpenRouter's, or if it does not matter whose it is
     */
    static Optional<ApiError> of(HttpAnswer answer, ApiError read) {
        int status = answer.head().status();
        if (status < 400) {
            return Optional.of(error(answer, null, ErrorKind.NOT_THE_API));
        }
        if (status == 407) {
            return Optional.of(error(answer, read.message(), ErrorKind.BLOCKED_ON_THE_WAY));
        }
        if (status >= 500 || PLAIN_ENOUGH.contains(status) || isEnvelope(answer)) {
            return Optional.empty();
        }
        if (status == 403) {
            return Optional.of(error(answer, read.message(), ErrorKind.BLOCKED_ON_THE_WAY));
        }
        return status == 404 || status == 405 || isPage(answer)
                ? Optional.of(error(answer, read.message(), ErrorKind.NOT_THE_API))
                : Optional.empty();
    }

    /** Whether the body is HTML or XML, whatever is said about it, or is said to be HTML and is no JSON. */
    static boolean isPage(HttpAnswer answer) {
        int start = 0;
        byte[] body = answer.bytes();
        while (start < answer.length() && (body[start] >= 0 && body[start] <= ' ' || isByteOrderMark(body[start]))) {
            start++;
        }
        int first = start < answer.length() ? body[start] : 0;
        if ("{[:".indexOf(first) >= 0) {
            return false;
        }
        String type = answer.head().header("Content-Type");
        return first == '<' || type != null && type.toLowerCase(Locale.ROOT).contains("html");
    }

    private static boolean isByteOrderMark(byte b) {
        return b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
    }

    private static boolean isEnvelope(HttpAnswer answer) {
        return ApiErrorReader.isEnvelope(Arrays.copyOf(answer.bytes(), answer.length()));
    }

    /** @param words of the page, for errors only: a page with status 200 may say anything */
    private static ApiError error(HttpAnswer answer, @Nullable String words, ErrorKind kind) {
        int status = answer.head().status();
        String name = NAMES.get(status);
        String type = answer.head().header("Content-Type");
        String message = answer.head().address() + " answered " + status + (name == null ? "" : " (" + name + ")")
                + " with " + (answer.length() == 0 ? "no body" : type == null ? "no content type" : type)
                + (words == null ? "" : ": " + words);
        return new ApiError(status, null, null, message, null, null, null, Map.of(), kind);
    }
}
