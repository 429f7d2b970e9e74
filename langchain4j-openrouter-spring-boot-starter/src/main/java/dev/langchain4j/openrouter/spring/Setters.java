package dev.langchain4j.openrouter.spring;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Passes properties to the setters of the same name. A property without a setter of its name and type is left to the
 * caller; {@code OpenRouterPropertiesTest} lists these.
 */
final class Setters {

    private Setters() {}

    /**
     * Builds with what the properties say.
     *
     * @param group the name of the group, for messages
     * @throws OpenRouterPropertyException if a setter or the builder refuses it, naming the property
     */
    static <B, T> T build(String group, Record properties, B builder, Function<B, T> build) {
        return build(group, properties, builder, build, name -> {});
    }

    /** The same, for models: a property without a setter is refused, because this kind of model has no such setting. */
    static <B, T> T buildAll(String group, Record properties, B builder, Function<B, T> build) {
        return build(group, properties, builder, build, name -> {
            throw new OpenRouterPropertyException(name, name + " does not apply to this kind of model");
        });
    }

    private static <B, T> T build(
            String group, Record properties, B builder, Function<B, T> build, Consumer<String> withoutSetter) {
        return build(group, properties, () -> build.apply(set(group, properties, builder, withoutSetter)));
    }

    /** The same, where there is no builder. */
    static <T> T build(String group, Record properties, Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException e) {
            throw new OpenRouterPropertyException(blamed(group, properties, e), e);
        }
    }

    /** Messages of builders begin with the name of the setter, or quote the value, as those about models do. */
    private static String blamed(String group, Record properties, IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        RecordComponent[] components = properties.getClass().getRecordComponents();
        return Stream.concat(
                        Arrays.stream(components)
                                .filter(component -> message.matches(component.getName() + "[ .(:](?s:.*)")),
                        Arrays.stream(components)
                                .filter(component -> quotes(message, read(group, component, properties))))
                .map(component ->
                        blamed(group + "." + dashed(component.getName()), read(group, component, properties), message))
                .findFirst()
                .orElse(group);
    }

    /** Of a map the entry whose name the message quotes. */
    private static String blamed(String property, @Nullable Object value, String message) {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream()
                        .filter(key -> message.contains("'" + key + "'") || message.contains("\"" + key + "\""))
                        .map(key -> entry(property, key))
                        .findFirst()
                        .orElse(property)
                : property;
    }

    private static boolean quotes(String message, @Nullable Object value) {
        return value instanceof Collection<?> list
                ? list.stream().anyMatch(each -> quotes(message, each))
                : value instanceof String text && message.contains("'" + text + "'");
    }

    private static @Nullable Object read(String group, RecordComponent component, Record properties) {
        return invoke(group + "." + dashed(component.getName()), component.getAccessor(), properties);
    }

    private static <B> B set(String group, Record properties, B builder, Consumer<String> withoutSetter) {
        for (RecordComponent component : properties.getClass().getRecordComponents()) {
            String name = group + "." + dashed(component.getName());
            Object value = value(name, read(group, component, properties));
            if (value == null) {
                continue;
            }
            Method setter = find(builder.getClass(), component.getName(), value.getClass());
            if (setter == null) {
                withoutSetter.accept(name);
            } else {
                invoke(name, setter, builder, argument(setter, value));
            }
        }
        return builder;
    }

    /**
     * Passes each entry of a map to a setter of two arguments.
     *
     * @throws OpenRouterPropertyException if the setter refuses one, naming the entry
     */
    static <K, V> void each(String map, @Nullable Map<K, V> entries, BiConsumer<K, V> setter) {
        if (entries == null) {
            return;
        }
        entries.forEach((key, value) -> {
            try {
                setter.accept(key, value);
            } catch (IllegalArgumentException e) {
                throw new OpenRouterPropertyException(entry(map, key), e);
            }
        });
    }

    /** The full name of an entry of a map; a name with dots is written in brackets. */
    static String entry(String map, Object key) {
        return map + (key.toString().matches("[\\w-]+") ? "." + key : "[" + key + "]");
    }

    /** The setter of this name that takes such a value. */
    static @Nullable Method find(Class<?> builder, String name, Class<?> value) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
                .filter(method -> takes(method.getParameterTypes()[0], value))
                .min((one, other) -> Boolean.compare(one.isVarArgs(), other.isVarArgs()))
                .orElse(null);
    }

    private static boolean takes(Class<?> parameter, Class<?> value) {
        return ClassUtils.isAssignable(parameter, value)
                || parameter.isArray() && Collection.class.isAssignableFrom(value);
    }

    /** The name of a property as it is written in files. */
    static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object value(String name, @Nullable Object property) {
        if (property instanceof Map<?, ?> map) {
            return withLists(map);
        }
        return property instanceof Setting setting ? value(name, setting) : property;
    }

    /** @throws OpenRouterPropertyException if the group cannot be used */
    static @Nullable Object value(String group, Setting setting) {
        try {
            return setting.setting(group);
        } catch (IllegalArgumentException e) {
            throw new OpenRouterPropertyException(group, e);
        }
    }

    /** Spring binds a list inside a map of objects as a map from "0", "1", … */
    private static Map<Object, Object> withLists(Map<?, ?> map) {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, value instanceof Map<?, ?> inner ? listOrMap(inner) : value));
        return copy;
    }

    private static Object listOrMap(Map<?, ?> bound) {
        Map<Object, Object> map = withLists(bound);
        List<@Nullable Object> list = new ArrayList<>();
        while (map.containsKey(String.valueOf(list.size()))) {
            list.add(map.get(String.valueOf(list.size())));
        }
        return list.isEmpty() || list.size() < map.size() ? map : list;
    }

    private static Object argument(Method setter, Object value) {
        Class<?> type = setter.getParameterTypes()[0];
        return type.isArray() && value instanceof Collection<?> list
                ? list.toArray((Object[]) Array.newInstance(type.getComponentType(), 0))
                : value;
    }

    private static @Nullable Object invoke(String name, Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                Object value = arguments.length == 0 ? null : arguments[0];
                throw new OpenRouterPropertyException(
                        blamed(name, value, String.valueOf(refused.getMessage())), refused);
            }
            throw new IllegalStateException(name, e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
