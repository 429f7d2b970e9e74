package dev.langchain4j.model.openrouter.internal.api.chat;

import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a tool call without the text around them. Some gateways send <code>{}</code> before the real
 * arguments, and some models put markup around them, such as a fence or {@code </tool_call>}.
 *
 * @param text the intended arguments: blank if there are none, as received if they are not JSON
 * @param several whether there are two values instead of one, so that the intended one is unclear
 */
record ToolArguments(String text, boolean several) {

    private static final String BLANKS = "[\\s\\p{Cntrl}\\uFEFF]++";
    private static final String FENCE = "```(?:json)?+";

    /** A tag with another name can be a parameter, and the object only its value. */
    private static final String TAG =
            "<(?:[|\\uFF5C/]|(?:tool_?calls?|function(?:_calls?)?|args|arguments|json)\\b)[^<>{}]{0,40}+>";

    /** Markup before an object. */
    private static final Pattern LEAD = Pattern.compile("(?:" + BLANKS + "|" + FENCE + "|" + TAG + ")++(?=\\{)");

    static ToolArguments of(@Nullable String received) {
        String text = withoutLead(received);
        int start = behindEmptyObjects(text);
        return closesAtTheEnd(text, start) ? new ToolArguments(text.substring(start), false) : parsed(text, start);
    }

    /** {@link #several} of {@link #of}: every answer asks twice for each of its calls. */
    static boolean areSeveral(@Nullable String received) {
        String text = withoutLead(received);
        int start = behindEmptyObjects(text);
        return !closesAtTheEnd(text, start) && parsed(text, start).several()
                || isEscaped(text) && parsed(unquoted(text), 0).several();
    }

    /** Whether the quotes of the object are escaped, in a text or not: LangChain4j runs the first object, even {}. */
    private static boolean isEscaped(String text) {
        return text.startsWith("\"") || text.startsWith("\\\"", skipBlanks(text, 1));
    }

    /** As LangChain4j reads them: some models write the object as a text, which is also one JSON value. */
    static String unquoted(String arguments) {
        String text = arguments.strip();
        int start = text.startsWith("\"") ? 1 : 0;
        int end = text.length() > start && text.endsWith("\"") ? text.length() - 1 : text.length();
        return text.substring(start, end).replace("\\\"", "\"");
    }

    /**
     * The arguments to run a call with: <code>{}</code> if there are none, which some models write as {@code null}; as
     * received if they are not JSON.
     */
    static String toRun(@Nullable String received) {
        String intended = of(received).text();
        return intended.isEmpty() || intended.equals("null") ? "{}" : intended;
    }

    /** Whether a call with them runs without arguments. */
    static boolean areNone(@Nullable String received) {
        return toRun(received).equals("{}");
    }

    private static String withoutLead(@Nullable String received) {
        String text = received == null ? "" : received.strip();
        if (text.startsWith("{")) {
            return text;
        }
        Matcher lead = LEAD.matcher(text);
        return lead.lookingAt() ? text.substring(lead.end()) : text;
    }

    static ToolArguments parsed(String text, int start) {
        int end = start < text.length() && text.charAt(start) == '{'
                ? JsonText.endOfFirstValue(text, start)
                : endOfOtherValue(text);
        return end < 0
                ? new ToolArguments(text.substring(start), false)
                : new ToolArguments(text.substring(start, end), isAnotherValue(text.substring(end)));
    }

    /** Whether this is one complete JSON object with content. */
    boolean areWhole() {
        return !several && JsonText.isOneObject(text) && endOfEmpty(text, 0) != text.length();
    }

    /** The start of the last object, if all before it are empty. */
    private static int behindEmptyObjects(String text) {
        int start = 0;
        while (true) {
            int end = endOfEmpty(text, start);
            int next = end < 0 ? -1 : skipBlanks(text, end);
            if (next < 0 || next == text.length() || text.charAt(next) != '{') {
                return start;
            }
            start = next;
        }
    }

    /**
     * Whether an object begins at {@code start} and its last bracket is the last character, as in nearly every call.
     * Then nothing follows it, and the parser, which costs more than the rest of a short answer, would find the same:
     * this object if it is JSON, the text as received if not.
     */
    private static boolean closesAtTheEnd(String text, int start) {
        int depth = 0;
        boolean inString = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth == 0) {
                return c == '}' && i == text.length() - 1;
            }
        }
        return false;
    }

    /** The end of a word, an array or a text before another value; -1 if no value follows. */
    private static int endOfOtherValue(String text) {
        int end = JsonText.endOfFirstValue(text, 0);
        return end >= 0 && isAnotherValue(text.substring(end)) ? end : -1;
    }

    /** The rest is markup, unless it contains an object, or is exactly another value. */
    private static boolean isAnotherValue(String rest) {
        return rest.indexOf('{') >= 0 || !rest.isBlank() && JsonText.endOfFirstValue(rest, 0) >= 0;
    }

    private static int endOfEmpty(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '{') {
            return -1;
        }
        int end = skipBlanks(text, start + 1);
        return end < text.length() && text.charAt(end) == '}' ? end + 1 : -1;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
