package dev.langchain4j.model.openrouter.internal.api.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON values: maps with text keys, lists, text, finite numbers, booleans and null. */
public final class ImmutableJson {

    private ImmutableJson() {}

    /**
     * A deep, immutable copy in the same order.
     *
     * @param setter the origin, for the message of the exception
     * @throws IllegalArgumentException if a value has no JSON type, naming its place
     */
    public static Map<String, Object> copyOf(Map<?, ?> map, String setter) {
        return object(map, setter);
    }

    /** A deep, immutable copy of each of several objects. */
    public static List<Map<String, Object>> copiesOf(List<? extends Map<?, ?>> maps, String setter) {
        return maps.isEmpty()
                ? List.of()
                : maps.stream().map(map -> copyOf(map, setter)).toList();
    }

    /** Like {@link #copyOf}, for fields of a request: one that is null is not set. A null inside a field stays. */
    public static Map<String, Object> fieldsOf(Map<?, ?> map, String setter) {
        var fields = new LinkedHashMap<>(copyOf(map, setter));
        fields.values().removeIf(Objects::isNull);
        return Collections.unmodifiableMap(fields);
    }

    /** The members of both objects; a member of both has the value of {@code newer}. Null if both are null. */
    public static @Nullable Map<String, Object> union(
            @Nullable Map<String, Object> older, @Nullable Map<String, Object> newer) {
        if (older == null || newer == null) {
            return newer == null ? older : newer;
        }
        Map<String, Object> union = new LinkedHashMap<>(older);
        union.putAll(newer);
        return Collections.unmodifiableMap(union);
    }

    /** The same value with the members of each object in the order of their names. */
    public static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<Object, Object>();
            map.forEach((name, member) -> sorted.put(name, sorted(member)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(ImmutableJson::sorted).toList()
                : value;
    }

    private static Map<String, Object> object(Map<?, ?> map, String path) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException(path + " must have text keys, but one is " + key);
            }
            copy.put(name, value(value, path + "." + name));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> array(List<?> list, String path) {
        var copy = new ArrayList<>(list.size());
        for (Object element : list) {
            copy.add(value(element, path + "[" + copy.size() + "]"));
        }
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object value(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            return object(map, path);
        }
        if (value instanceof List<?> list) {
            return array(list, path);
        }
        if (value == null || value instanceof String || value instanceof Boolean || isFiniteNumber(value)) {
            return value;
        }
        throw new IllegalArgumentException(path + " must be a JSON value (Map, List, String, finite Number, Boolean"
                + " or null), but is "
                + (value instanceof Number ? value : "a " + value.getClass().getName()));
    }

    private static boolean isFiniteNumber(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof Float number) {
            return Float.isFinite(number);
        }
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigDecimal
                || value instanceof BigInteger;
    }
}
