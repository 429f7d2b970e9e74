package dev.langchain4j.model.openrouter.internal.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as upstreams really send it. Every method reads the value at the parser's position and leaves the parser
 * at its end; a value of the wrong kind counts as not reported instead of failing the answer.
 */
public final class JsonValues {

    /** Every whole number with at most this many characters fits into a long. */
    private static final int LONG_DIGITS = 18;

    private static final int INT_DIGITS = 9;

    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final int MAX_DIGITS = 100;
    private static final int MAX_SCALE = 1000;

    /**
     * US dollars, more than any call or batch costs: a cost above it is a mistake of the server, like one below zero.
     */
    private static final BigDecimal HIGHEST_COST = BigDecimal.valueOf(1_000_000);

    private JsonValues() {}

    /** Whether the value is an object, whose members come next; skips every other value. */
    public static boolean isObject(JsonParser json) throws IOException {
        return begins(JsonToken.START_OBJECT, json);
    }

    /** Whether the value is an array, whose elements come next; skips every other value. */
    public static boolean isArray(JsonParser json) throws IOException {
        return begins(JsonToken.START_ARRAY, json);
    }

    private static boolean begins(JsonToken start, JsonParser json) throws IOException {
        if (json.currentToken() == start) {
            return true;
        }
        json.skipChildren();
        return false;
    }

    /** Moves to the next object of an array, and skips its other elements; false at its end. */
    public static boolean nextObject(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (isObject(json)) {
                return true;
            }
        }
        return false;
    }

    /** A string, or a number or boolean as its JSON text. */
    public static @Nullable String text(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /** Whether a text is absent, empty or white space. */
    public static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** Like {@link #text(JsonParser)}, but blank counts as not reported: for an id, a name, a version. */
    public static @Nullable String label(JsonParser json) throws IOException {
        String text = text(json);
        return text == null || text.isBlank() ? null : text;
    }

    /** Like {@link #label}, but 0 and false, with which some gateways fill what they do not know, are not reported. */
    public static @Nullable String name(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        String text = label(json);
        return token == JsonToken.VALUE_FALSE || token == JsonToken.VALUE_NUMBER_INT && "0".equals(text) ? null : text;
    }

    /** A string that is not blank; no number and no boolean. */
    public static @Nullable String word(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return label(json);
        }
        json.skipChildren();
        return null;
    }

    /** Seconds since 1970; 0 and less, and what is after the year 9999, count as not reported. */
    public static @Nullable Long time(JsonParser json) throws IOException {
        return time(whole(json));
    }

    /** Like {@link #time(JsonParser)}, of a number that was read before. */
    static @Nullable Long time(@Nullable Long seconds) {
        return seconds == null || seconds <= 0 || seconds > LAST_SECOND ? null : seconds;
    }

    /** A position in a list: null if it is not reported, -1 if it is not a whole number. */
    public static @Nullable Integer place(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= INT_DIGITS) {
            return json.getIntValue();
        }
        BigDecimal number = decimal(json);
        try {
            return number == null ? -1 : (Integer) number.intValueExact();
        } catch (ArithmeticException noPlace) {
            return -1;
        }
    }

    /**
     * Moves to the first token of a body.
     *
     * @throws IOException if there is none
     */
    public static JsonToken begin(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw new IOException("empty body");
        }
        return first;
    }

    /**
     * Fails if anything but blanks follows the value, because it is unclear which part of such an answer counts.
     *
     * @throws IOException if there is more
     */
    public static void ensureEnd(JsonParser json) throws IOException {
        if (json.nextToken() != null) {
            throw new JsonParseException(json, "something follows the JSON value");
        }
    }

    /** Like {@link #text(JsonParser)}, for base64, which may be very long. */
    public static @Nullable String longText(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING ? Json.longText(json) : text(json);
    }

    public static @Nullable Boolean flag(JsonParser json) throws IOException {
        String text = text(json);
        if ("true".equals(text)) {
            return Boolean.TRUE;
        }
        return "false".equals(text) ? Boolean.FALSE : null;
    }

    /** A number to its last digit, also from a string. */
    public static @Nullable BigDecimal decimal(JsonParser json) throws IOException {
        return json.currentToken().isNumeric()
                ? decimal(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
                : decimal(text(json));
    }

    public static @Nullable BigDecimal decimal(@Nullable String text) {
        if (text == null || text.length() > MAX_DIGITS) {
            return null;
        }
        String number = text.strip();
        return decimal(number.toCharArray(), 0, number.length());
    }

    private static @Nullable BigDecimal decimal(char[] text, int from, int length) {
        if (length > MAX_DIGITS) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text, from, length);
            // 1e-999999999 is a legal number, but adding one to it would fill the memory
            return number.scale() > MAX_SCALE || number.scale() < -MAX_SCALE ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Whether an amount of US dollars can be what something has cost. */
    public static boolean isPrice(BigDecimal amount) {
        return amount.signum() >= 0 && amount.compareTo(HIGHEST_COST) <= 0;
    }

    /** A whole number, also from {@code 12.0} or {@code "12"}. */
    public static @Nullable Long whole(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= LONG_DIGITS) {
            return json.getLongValue();
        }
        BigDecimal number = decimal(json);
        return number == null || number.precision() - number.scale() > 18 ? null : (Long) number.longValue();
    }

    public static @Nullable Integer integer(JsonParser json) throws IOException {
        Long number = whole(json);
        return number == null || number != number.intValue() ? null : (Integer) number.intValue();
    }

    /** A number of things: an integer that is not negative. */
    public static @Nullable Integer count(JsonParser json) throws IOException {
        Integer number = integer(json);
        return number == null || number < 0 ? null : number;
    }

    /** The value as Map, List, String, Integer, Long, BigDecimal, Boolean or null, in the order received. */
    public static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> members(json);
            case START_ARRAY -> elements(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.isNaN() ? null : number(json.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Like {@link #value}; {@code before} if this value is null. */
    public static @Nullable Object valueOr(@Nullable Object before, JsonParser json) throws IOException {
        Object value = value(json);
        return value == null ? before : value;
    }

    /** An object as a map, null for every other kind of value. */
    public static @Nullable Map<String, Object> object(JsonParser json) throws IOException {
        return isObject(json) ? members(json) : null;
    }

    /** The objects of an array, or one that stands in its place; null if there is neither. */
    public static @Nullable List<Map<String, Object>> objects(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> one = members(json);
            return one.isEmpty() ? null : List.of(one);
        }
        if (!isArray(json)) {
            return null;
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        while (nextObject(json)) {
            objects.add(members(json));
        }
        return objects;
    }

    /** A number that is too large to calculate with, such as 1e9999999999, stays text. */
    private static Object number(String text) {
        boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        if (whole && text.length() <= INT_DIGITS) {
            return Integer.valueOf(text);
        }
        if (whole && text.length() <= LONG_DIGITS) {
            long number = Long.parseLong(text);
            return number == (int) number ? (Object) (int) number : (Object) number;
        }
        BigDecimal number = decimal(text);
        if (number == null) {
            return text;
        }
        boolean fitsLong = whole && number.precision() <= LONG_DIGITS + 1 && isLong(number);
        return fitsLong ? (Object) number.longValue() : number;
    }

    private static boolean isLong(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(number.longValue())) == 0;
    }

    /** The value as JSON text, digits unchanged. */
    public static String source(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.generator(text)) {
            copy(json, generator);
        }
        return text.toString();
    }

    /** Like Jackson's own copy, but without calculating a number, which may be too large for that. */
    private static void copy(JsonParser json, JsonGenerator target) throws IOException {
        int depth = 0;
        do {
            JsonToken token = json.currentToken();
            if (token.isNumeric()) {
                target.writeNumber(json.getText());
            } else {
                target.copyCurrentEvent(json);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth > 0 && json.nextToken() == null) {
                throw new IOException("the value ends too early");
            }
        } while (depth > 0);
    }

    /** The members of an object. If one occurs twice, the later one counts, unless it is null. */
    private static Map<String, Object> members(JsonParser json) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Object value = value(json);
            if (value != null || !members.containsKey(name)) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static List<Object> elements(JsonParser json) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(json));
        }
        return elements;
    }
}
