package dev.langchain4j.model.openrouter.internal.api.error;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the readable message in what a failing server sent: a text, JSON inside a text, an object, a list of
 * violations, a page of HTML.
 */
final class ErrorText {

    /** Enough for every known message; a longer page or dump does not help in a log. */
    static final int MAX_LENGTH = 2_000;

    /** The part of a text in which its message is looked for. */
    private static final int SEARCHED = 64 * 1024;

    private static final int MAX_DEPTH = 6;
    private static final List<String> KEYS =
            List.of("message", "error", "detail", "details", "msg", "errors", "error_message", "reason", "title");
    /** Some upstreams repeat the key that they refuse. */
    private static final Pattern KEY = Pattern.compile("\\b(sk-|gsk_|xai-|AIza)[A-Za-z0-9_-]{8,}");

    private ErrorText() {}

    /** Never blank; null if there is no message. */
    static @Nullable String in(@Nullable Object value) {
        String text = find(value, 0);
        return text == null ? null : presentable(text);
    }

    private static @Nullable String find(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            return null;
        }
        if (value instanceof String text) {
            return inString(text.strip(), depth);
        }
        if (value instanceof Map<?, ?> map) {
            return inMap(map, depth);
        }
        return value instanceof List<?> list ? inList(list, depth) : null;
    }

    private static @Nullable String inString(String text, int depth) {
        if (text.startsWith("{") || text.startsWith("[")) {
            String inner = find(parse(text), depth + 1);
            return inner == null ? text : inner;
        }
        if (text.startsWith("<")) {
            return HtmlText.in(beginning(text));
        }
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String inMap(Map<?, ?> map, int depth) {
        for (String key : KEYS) {
            String text = find(map.get(key), depth + 1);
            if (text != null) {
                return map.get("path") instanceof List<?> path && !path.isEmpty() ? join(path) + ": " + text : text;
            }
        }
        return null;
    }

    private static @Nullable String inList(List<?> list, int depth) {
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            String text = find(element, depth + 1);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts.isEmpty() ? null : String.join("; ", texts);
    }

    private static String join(List<?> path) {
        return String.join(".", path.stream().map(String::valueOf).toList());
    }

    private static @Nullable Object parse(String text) {
        try (JsonParser json = Json.parser(text)) {
            json.nextToken();
            return JsonValues.value(json);
        } catch (IOException notJson) {
            return null;
        }
    }

    /** The text without the rest of any key in it, cut if it is long. */
    static String presentable(String words) {
        return VisibleText.beginning(KEY.matcher(beginning(words)).replaceAll("$1…"), MAX_LENGTH);
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), SEARCHED));
    }
}
