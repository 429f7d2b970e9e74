package dev.langchain4j.model.openrouter.internal.rerank.reply;

import dev.langchain4j.model.openrouter.internal.rerank.reply.LenientJson.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the JSON in the prose, for parsers of both kinds. */
final class ReplyText {

    private static final Pattern NUMBERED = Pattern.compile(
            "\\s*(?:(?:passage|document|doc|id)[\\s_-]*(?:number[\\s_-]*)?)?\\[?(\\d{1,4})]?\\s*",
            Pattern.CASE_INSENSITIVE);

    /** The prompt speaks of a passage number. */
    static final List<String> ID_NAMES = List.of(
            "id",
            "index",
            "passage_id",
            "passage_number",
            "passage number",
            "passage",
            "document_id",
            "doc_id",
            "document",
            "number");

    static final List<String> GRADE_NAMES =
            List.of("grade", "score", "relevance", "relevance_score", "rating", "value");

    private ReplyText() {}

    /**
     * The same words with one blank or line end between them, so that a pattern with any number of blanks has only one
     * way to match.
     */
    static String squeezed(String text) {
        StringBuilder words = new StringBuilder(text.length());
        int blanks = 0;
        boolean lineEnd = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : 'x';
            if (c == ' ' || c >= '\t' && c <= '\r') {
                blanks++;
                lineEnd |= c == '\n';
                continue;
            }
            if (blanks > 0) {
                words.append(lineEnd ? '\n' : ' ');
            }
            blanks = 0;
            lineEnd = false;
            if (i < text.length()) {
                words.append(c);
            }
        }
        return words.toString();
    }

    /** Every outermost object and array, fenced or not, in order; malformed ones as far as they can be read. */
    static List<LenientJson.Read> embeddedJson(String text) {
        List<LenientJson.Read> found = new ArrayList<>();
        char[] characters = text.toCharArray();
        for (int i = nextStart(text, 0); i >= 0; ) {
            LenientJson.Read read = LenientJson.read(characters, i);
            found.add(read);
            i = nextStart(text, read.end());
        }
        return found;
    }

    private static int nextStart(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '[') {
                return i;
            }
        }
        return -1;
    }

    /**
     * The text without the quotes of a string at its beginning that is all of it, or that holds JSON, as from a model that
     * encoded twice: the string's value, and on the next line what follows. Else the same text.
     */
    static String unquoted(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("\"")) {
            return text;
        }
        LenientJson.Read read = LenientJson.read(stripped, 0);
        return read.whole() && read.value() instanceof String inner && (read.isAllOf(stripped) || isJson(inner.strip()))
                ? inner + "\n" + stripped.substring(read.end())
                : text;
    }

    private static boolean isJson(String text) {
        return (text.startsWith("{") || text.startsWith("["))
                && LenientJson.read(text, 0).isAllOf(text);
    }

    /** The first JSON value in a string; null if there is none. */
    static @Nullable Object jsonIn(String text) {
        int start = nextStart(text, 0);
        return start < 0 ? null : LenientJson.read(text, start).value();
    }

    /** The passage that a name, a number or an object with an id refers to; null if it is unclear. */
    static @Nullable Integer passageNumber(@Nullable Object item) {
        if (item instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 10_000 ? (Integer) number.intValue() : null;
        }
        if (item instanceof Fields fields) {
            Object id = first(fields, ID_NAMES);
            return id instanceof Fields ? null : passageNumber(id);
        }
        Matcher match = NUMBERED.matcher(String.valueOf(item));
        return match.matches() ? Integer.valueOf(match.group(1)) : null;
    }

    /** The first value under one of these names; null if there is none. */
    static @Nullable Object first(Fields fields, List<String> names) {
        return fields.all().stream()
                .filter(field -> field.value() != null)
                .filter(field -> names.contains(field.name().toLowerCase(Locale.ROOT)))
                .map(LenientJson.Field::value)
                .findFirst()
                .orElse(null);
    }
}
