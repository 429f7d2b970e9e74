package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorBody;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises answers that do not come from OpenRouter's API: a web page, the 404 of another server, the refusal of a
 * proxy. A retry does not help; the URL, or a proxy, is wrong.
 */
final class ForeignAnswers {

    /** Statuses with the same meaning from any sender, in any form. */
    private static final Set<Integer> PLAIN_ENOUGH = Set.of(401, 402, 408, 413, 429);

    private static final Pattern COMPRESSED =
            Pattern.compile("\\b(?:gzip|br|deflate|zstd|compress)\\b", Pattern.CASE_INSENSITIVE);

    private static final Map<Integer, String> NAMES = Map.of(
            300, "Multiple Choices",
            304, "Not Modified",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            407, "Proxy Authentication Required",
            511, "Network Authentication Required");

    private ForeignAnswers() {}

    /** The content encoding of a body that cannot be read, because it was not asked for; null if it can be read. */
    static @Nullable String unreadableEncoding(HttpHead head) {
        String encoding = head.header("Content-Encoding");
        return encoding != null && COMPRESSED.matcher(encoding).find() ? VisibleText.of(encoding) : null;
    }

    /** The error for a success whose body is a page. */
    static ApiError page(HttpAnswer answer) {
        return error(answer, null, ErrorKind.NOT_THE_API);
    }

    /**
     * An error that is not OpenRouter's.
     *
     * @param read the content of the body, from any sender
     * @return empty if it is OpenRouter's, or if the sender does not matter
     */
    static Optional<ApiError> of(HttpAnswer answer, ApiError read) {
        int status = answer.head().status();
        if (status < 400) {
            return Optional.of(error(answer, null, ErrorKind.NOT_THE_API));
        }
        if (status == 407 || status == 511) {
            return Optional.of(error(answer, read.message(), ErrorKind.BLOCKED_ON_THE_WAY));
        }
        if (status >= 500
                || PLAIN_ENOUGH.contains(status)
                || ErrorBody.of(answer.bytes(), answer.length()).isEnvelope()) {
            return Optional.empty();
        }
        if (status == 403) {
            return Optional.of(error(answer, read.message(), ErrorKind.BLOCKED_ON_THE_WAY));
        }
        return status == 404 || status == 405 || isPage(answer)
                ? Optional.of(error(answer, read.message(), ErrorKind.NOT_THE_API))
                : Optional.empty();
    }

    /** Whether the body is HTML or XML, whatever its content type, or is declared as HTML and is not JSON. */
    static boolean isPage(HttpAnswer answer) {
        int first = answer.firstByte();
        if ("{[:".indexOf(first) >= 0) {
            return false;
        }
        String type = answer.head().header("Content-Type");
        return first == '<' || type != null && type.toLowerCase(Locale.ROOT).contains("html");
    }

    /** @param words text of the page, for errors only: a page with status 200 may contain anything */
    private static ApiError error(HttpAnswer answer, @Nullable String words, ErrorKind kind) {
        int status = answer.head().status();
        String name = NAMES.get(status);
        String type = answer.head().header("Content-Type");
        String message = answer.head().address() + " answered " + status + (name == null ? "" : " (" + name + ")")
                + " with " + (answer.length() == 0 ? "no body" : type == null ? "no content type" : type)
                + (words == null ? "" : ": " + words);
        return new ApiError(status, null, List.of(), message, null, null, null, Map.of(), kind);
    }
}
