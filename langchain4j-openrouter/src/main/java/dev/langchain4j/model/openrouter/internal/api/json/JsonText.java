package dev.langchain4j.model.openrouter.internal.api.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.langchain4j.model.openrouter.internal.http.CutJson;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;

/** Checks whether a model's text is exactly one complete JSON value. Takes time in proportion to the text. */
public final class JsonText {

    private static final Pattern FENCE = Pattern.compile("\\A```[^\\n`]*\\n|\\n?```\\z");

    /** Of an object or of a list of objects, also with names that lack their quotes, and not of words in brackets. */
    private static final Pattern BEGINNING = Pattern.compile("\\[?\\s*+\\{\\s*+(?:\"|'?+\\w++'?+\\s*+:)");

    private JsonText() {}

    /** Whether a text is one JSON object, blanks aside. */
    public static boolean isOneObject(String text) {
        return text.stripLeading().startsWith("{")
                && endOfFirstValue(text, 0) == text.stripTrailing().length();
    }

    /**
     * Whether a text is one JSON object, array or string, blanks and a Markdown fence aside. Numbers and words do not
     * count, because a part of one looks like a complete one.
     */
    public static boolean isOneValue(String text) {
        String json = withoutFence(text);
        return !json.isEmpty() && "{[\"".indexOf(json.charAt(0)) >= 0 && endOfFirstValue(json, 0) == json.length();
    }

    /**
     * Whether a text begins with JSON objects, or with arrays, with nothing but a comma between them, that differ: it
     * is unclear which of them counts. An array after an object may be a footnote: <code>{"a":1} [1] https://...</code>
     */
    public static boolean areDifferentValues(String text) {
        String json = withoutFence(text);
        char[] chars = json.toCharArray();
        String first = null;
        try {
            for (int start = nextBracket(json, 0), at = 0; start >= 0; start = nextBracket(json, at)) {
                if (!isSeparator(json.substring(at, start).strip())) {
                    return false;
                }
                at = skipValue(chars, start);
                String value = json.substring(start, at);
                if (first != null && first.charAt(0) == value.charAt(0) && !meanTheSame(first, value)) {
                    return true;
                }
                first = first == null ? value : first;
            }
        } catch (IOException noValue) {
            return false;
        }
        return false;
    }

    private static boolean isSeparator(String text) {
        return text.isEmpty() || text.equals(",") || text.equals(";");
    }

    /** Whether a text contains the beginning of a JSON object or array whose end is missing. */
    public static boolean isCutOff(String text) {
        String json = CutJson.withoutHalfAToken(withoutFence(text));
        char[] chars = json.toCharArray();
        int at = nextBracket(json, 0);
        while (at >= 0) {
            try {
                at = nextBracket(json, skipValue(chars, at));
            } catch (JsonParseException noJson) {
                if (CutJson.isMissingEnd(noJson, json, at)) {
                    return true;
                }
                boolean begun = at == 0
                        || BEGINNING.matcher(json).region(at, json.length()).lookingAt();
                int end = begun
                        ? behindBrackets(json, at)
                        : at + Math.max(1, (int) noJson.getLocation().getCharOffset());
                if (end < 0) {
                    return true;
                }
                at = nextBracket(json, end);
            } catch (IOException tooDeep) {
                return false;
            }
        }
        return false;
    }

    /** The end of the JSON value that starts at {@code from} or after blanks; -1 if there is no complete one. */
    public static int endOfFirstValue(String text, int from) {
        try {
            return skipValue(text.toCharArray(), from);
        } catch (IOException noValue) {
            return -1;
        }
    }

    /** Whether both texts are JSON values, and the same ones. */
    public static boolean meanTheSame(String text, String other) {
        try (JsonParser one = Json.parser(text);
                JsonParser another = Json.parser(other)) {
            one.nextToken();
            another.nextToken();
            return Objects.equals(JsonValues.value(one), JsonValues.value(another));
        } catch (IOException noJson) {
            return false;
        }
    }

    private static int skipValue(char[] text, int from) throws IOException {
        try (JsonParser json = Json.parser(text, from, text.length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new JsonEOFException(json, JsonToken.NOT_AVAILABLE, "no value");
            }
            json.skipChildren();
            json.finishToken();
            return from + (int) json.currentLocation().getCharOffset();
        }
    }

    /** Whether a text has a bracket, with which an object or an array begins. */
    public static boolean hasBracket(String text) {
        return nextBracket(text, 0) >= 0;
    }

    private static int nextBracket(String text, int from) {
        for (int i = Math.max(0, from); i < text.length(); i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '[') {
                return i;
            }
        }
        return -1;
    }

    /** The place behind the bracket that closes the one at {@code from}, outside of strings; -1 if there is none. */
    private static int behindBrackets(String text, int from) {
        int depth = 0;
        boolean inString = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
            } else {
                inString = c == '"';
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    private static String withoutFence(String text) {
        String json = text.strip();
        boolean fenced =
                json.startsWith("```") || json.endsWith("```"); // most texts are not, and a search reads them all
        return fenced ? FENCE.matcher(json).replaceAll("").strip() : json;
    }
}
