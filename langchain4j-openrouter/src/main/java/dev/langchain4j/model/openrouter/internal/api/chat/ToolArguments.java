package dev.langchain4j.model.openrouter.internal.api.chat;

import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a tool call without what stands around them. Some gateways send <code>{}</code> before the arguments
 * themselves, and some models go on after their end, with markup such as {@code </tool_call>}.
 *
 * @param text what the model means: blank if there is nothing, as received if it is no JSON
 * @param several whether there are two values where one should be: nobody knows which of them is meant
 */
record ToolArguments(String text, boolean several) {

    static ToolArguments of(@Nullable String received) {
        String text = received == null ? "" : received.strip();
        int start = behindEmptyObjects(text);
        int end = start < text.length() && text.charAt(start) == '{'
                ? JsonText.endOfFirstValue(text, start)
                : endOfOtherValue(text);
        return end < 0
                ? new ToolArguments(text.substring(start), false)
                : new ToolArguments(text.substring(start, end), isAnotherValue(text.substring(end)));
    }

    /** Whether this is one whole JSON object that says something. */
    boolean areWhole() {
        return !several && JsonText.isOneObject(text) && endOfEmpty(text, 0) != text.length();
    }

    /** Where the last of the objects begins, if all before it are empty. */
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

    /** Of a word, an array or a text before another value; -1 where nothing or no value follows. */
    private static int endOfOtherValue(String text) {
        int end = JsonText.endOfFirstValue(text, 0);
        return end >= 0 && isAnotherValue(text.substring(end)) ? end : -1;
    }

    /** What follows is markup, however odd, unless there is an object in it, or nothing but another value. */
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
