package dev.langchain4j.model.openrouter.internal.rerank.reply;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON value as models write it, and the complete parts of a cut value. Unlike a tree it keeps repeated names,
 * because the parser must not choose between two verdicts for one passage.
 */
final class LenientJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    /**
     * @param value {@link Fields}, {@link List}, {@link Double}, {@link String} or null
     * @param end where reading stopped
     * @param whole false if the value is cut or malformed; the value then has the part before
     */
    record Read(@Nullable Object value, int end, boolean whole) {

        boolean isAllOf(String text) {
            return whole && end >= text.length();
        }
    }

    record Fields(List<Field> all) {}

    record Field(String name, @Nullable Object value) {}

    private final JsonParser parser;
    private boolean whole = true;

    private LenientJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the value that starts at {@code from}. */
    static Read read(String text, int from) {
        return read(text.toCharArray(), from);
    }

    /** Reads one value of a text that has several: the text is not copied for each. */
    static Read read(char[] text, int from) {
        try (JsonParser parser = FACTORY.createParser(text, from, text.length - from)) {
            var reader = new LenientJson(parser);
            Object value = reader.root();
            int end = from + (int) parser.currentLocation().getCharOffset();
            return new Read(value, Math.min(Math.max(end, from + 1), text.length), reader.whole);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from a string does no I/O", e);
        }
    }

    private @Nullable Object root() {
        JsonToken token = next();
        return token == null ? broken() : value(token);
    }

    private @Nullable Object value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> fields();
            case START_ARRAY -> items();
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(token);
            default -> null;
        };
    }

    private Fields fields() {
        List<Field> fields = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
            String name = token == null ? null : name();
            JsonToken start = name == null ? null : next();
            if (name == null || start == null) {
                broken();
                break;
            }
            fields.add(new Field(name, value(start)));
            if (!whole) {
                break;
            }
        }
        return new Fields(withoutDoubtfulEnd(fields, f -> f.value));
    }

    private List<@Nullable Object> items() {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (token == null) {
                broken();
                break;
            }
            items.add(value(token));
            if (!whole) {
                break;
            }
        }
        return withoutDoubtfulEnd(items, item -> item);
    }

    /** A number at the end may be cut: {@code 1} of {@code 10}, {@code 8} of {@code 8/10}. */
    private <T> List<T> withoutDoubtfulEnd(List<T> read, java.util.function.Function<T, @Nullable Object> value) {
        if (!whole && !read.isEmpty() && value.apply(read.get(read.size() - 1)) instanceof Double) {
            read.remove(read.size() - 1);
        }
        return read;
    }

    /** The next token, or null at the end of the text and after the first error. */
    private @Nullable JsonToken next() {
        if (!whole) {
            return null;
        }
        try {
            return parser.nextToken();
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable String name() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Object scalar(JsonToken token) {
        try {
            return token == JsonToken.VALUE_STRING ? parser.getText() : (Object) parser.getDoubleValue();
        } catch (IOException | NumberFormatException e) {
            return broken();
        }
    }

    private @Nullable Object broken() {
        whole = false;
        return null;
    }
}
