package dev.langchain4j.model.openrouter.coverage;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every value that public methods show of an object, as text. */
final class Reachable {

    private static final Set<String> RAW = Set.of("fields", "rawResponse", "rawResponses");
    private static final Set<String> NO_VALUES = Set.of("toBuilder", "hashCode", "toString", "getClass", "clone");
    private static final JsonMapper JSON = new JsonMapper();

    private final boolean raw;
    private final Set<String> values = new HashSet<>();
    private final Map<Object, Boolean> seen = new IdentityHashMap<>();

    private Reachable(boolean raw) {
        this.raw = raw;
    }

    /** @param raw whether bodies and {@code fields()} count, too */
    static Set<String> in(Object object, boolean raw) {
        var reachable = new Reachable(raw);
        reachable.add(object);
        return new TreeSet<>(reachable.values);
    }

    static String text(JsonNode value) {
        return value.isNumber() ? text(new BigDecimal(value.asString())) : value.asString();
    }

    private static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private void add(Object value) {
        if (value == null || value instanceof Boolean) {
            return;
        }
        if (value instanceof CharSequence text) {
            text(text.toString());
        } else if (value instanceof Number number) {
            values.add(text(new BigDecimal(number.toString())));
        } else if (value instanceof Instant time) {
            values.add(time.toString());
            values.add(String.valueOf(time.getEpochSecond()));
        } else if (value instanceof Duration time) {
            values.add(String.valueOf(time.toMillis()));
            values.add(text(BigDecimal.valueOf(time.toNanos(), 9)));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::add);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, of) -> {
                if (raw || !String.valueOf(name).contains("rawResponse")) {
                    add(of);
                }
            });
        } else if (value instanceof Iterable<?> all) {
            all.forEach(this::add);
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i));
            }
        } else if (value.getClass().getName().startsWith("dev.langchain4j") && seen.put(value, true) == null) {
            members(value);
        } else {
            values.add(value.toString());
        }
    }

    /** A body shows its leaves. */
    private void text(String text) {
        values.add(text);
        for (String line : text.split("\n")) {
            String json = line.startsWith("data: ") ? line.substring("data: ".length()) : line;
            if (raw && json.startsWith("{")) {
                try {
                    add(JSON.readValue(json, Object.class));
                } catch (JacksonException notJson) {
                    // a text that begins with a brace
                }
            }
        }
    }

    private void members(Object object) {
        for (Method method : object.getClass().getMethods()) {
            boolean getter = method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getDeclaringClass().getName().startsWith("dev.langchain4j")
                    && !NO_VALUES.contains(method.getName());
            if (getter && (raw || !RAW.contains(method.getName()))) {
                add(value(object, method));
            }
        }
        if (object instanceof Throwable failure) {
            values.add(String.valueOf(failure.getMessage()));
            add(failure.getCause());
        }
    }

    private static Object value(Object object, Method method) {
        try {
            method.setAccessible(true);
            return method.invoke(object);
        } catch (IllegalAccessException | InvocationTargetException notForThisObject) {
            return null;
        }
    }
}
