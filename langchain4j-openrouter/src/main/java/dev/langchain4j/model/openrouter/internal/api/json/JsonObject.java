package dev.langchain4j.model.openrouter.internal.api.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the rarely used endpoints, with members looked up by name: new, missing and unexpected members do no
 * harm. Absent, null and unusable are the same: null, or an empty list.
 */
public final class JsonObject {

    /** An object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * Reads a whole body, in the first {@code length} bytes.
     *
     * @return {@link #EMPTY} itself for a value that is not an object
     * @throws IOException if the body is not JSON or ends too early
     */
    public static JsonObject read(byte[] body, int length) throws IOException {
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            JsonValues.begin(json);
            Map<String, Object> members = JsonValues.object(json);
            JsonValues.ensureEnd(json);
            return members == null ? EMPTY : new JsonObject(members);
        }
    }

    /** The members as plain values, in the order received. */
    public Map<String, Object> members() {
        return members;
    }

    /** A string, or a number or boolean as text. */
    public @Nullable String text(String name) {
        Object value = members.get(name);
        return value instanceof String || value instanceof Number || value instanceof Boolean ? value.toString() : null;
    }

    /** Like {@link #text}, but blank counts as not reported: for an id or a name. */
    public @Nullable String label(String name) {
        String text = text(name);
        return text == null || text.isBlank() ? null : text;
    }

    /** Like {@link #label}, but 0 and false, with which some gateways fill what they do not know, are not reported. */
    public @Nullable String name(String name) {
        Object value = members.get(name);
        return Boolean.FALSE.equals(value) || Integer.valueOf(0).equals(value) ? null : label(name);
    }

    /** A number to its last digit, also from a string. */
    public @Nullable BigDecimal decimal(String name) {
        return JsonValues.decimal(text(name));
    }

    /** What something has cost, in US dollars; null for a number that cannot be a cost. */
    public @Nullable BigDecimal cost(String name) {
        BigDecimal cost = decimal(name);
        return cost == null || !JsonValues.isPrice(cost) ? null : cost;
    }

    /** A whole number, also from a string. */
    public @Nullable Long whole(String name) {
        BigDecimal number = decimal(name);
        return number == null || number.precision() - number.scale() > 18 ? null : (Long) number.longValue();
    }

    /** Like {@link #whole}, if it fits an int. */
    public @Nullable Integer integer(String name) {
        Long number = whole(name);
        return number == null || number != number.intValue() ? null : (Integer) number.intValue();
    }

    /** Like {@link #integer}, of things that were counted: less than zero counts as not reported. */
    public @Nullable Integer count(String name) {
        Integer count = integer(name);
        return count == null || count < 0 ? null : count;
    }

    /** Like {@link #integer}, of things that there is at least one of: zero and less count as not reported. */
    public @Nullable Integer size(String name) {
        Integer size = integer(name);
        return size == null || size <= 0 ? null : size;
    }

    /** Like {@link #decimal}, rounded to a double. */
    public @Nullable Double number(String name) {
        BigDecimal number = decimal(name);
        return number == null ? null : (Double) number.doubleValue();
    }

    public @Nullable Boolean flag(String name) {
        String text = text(name);
        return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
    }

    /** A number of milliseconds, cut to a whole one; less than zero counts as not reported. */
    public @Nullable Duration millis(String name) {
        Long millis = whole(name);
        return millis == null || millis < 0 ? null : Duration.ofMillis(millis);
    }

    /**
     * A time in ISO 8601, without an offset in UTC, or in whole seconds since 1970, as {@link JsonValues#time} takes
     * them.
     */
    public @Nullable Instant instant(String name) {
        Long seconds = whole(name);
        if (seconds != null) {
            return JsonValues.time(seconds) == null ? null : Instant.ofEpochSecond(seconds);
        }
        try {
            String text = text(name);
            return text == null ? null : TIME.parse(text.replace(' ', 'T'), Instant::from);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The strings of an array. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            if (value instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    public @Nullable JsonObject object(String name) {
        return of(members.get(name));
    }

    /** The objects of an array. */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : list(name)) {
            JsonObject object = of(value);
            if (object != null) {
                objects.add(object);
            }
        }
        return objects;
    }

    private List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }

    /** The value as an object; null if it is not a JSON object. */
    @SuppressWarnings("unchecked") // every map in here is an object of JSON
    public static @Nullable JsonObject of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new JsonObject((Map<String, Object>) map) : null;
    }
}
