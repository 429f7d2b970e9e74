package dev.langchain4j.openrouter.spring;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
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
        try {
            return build.apply(set(group, properties, builder, withoutSetter));
        } catch (IllegalArgumentException e) {
            throw new OpenRouterPropertyException(blamed(group, properties, e), e);
        }
    }

    /** Messages of builders begin with the name of the setter. */
    private static String blamed(String group, Record properties, IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        return Arrays.stream(properties.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> message.startsWith(name + " "))
                .map(name -> group + "." + dashed(name))
                .findFirst()
                .orElse(group);
    }

    private static <B> B set(String group, Record properties, B builder, Consumer<String> withoutSetter) {
        for (RecordComponent component : properties.getClass().getRecordComponents()) {
            String name = group + "." + dashed(component.getName());
            Object value = value(name, invoke(name, component.getAccessor(), properties));
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
        return property instanceof Setting setting ? setting.setting(name) : property;
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
                throw new OpenRouterPropertyException(name, refused);
            }
            throw new IllegalStateException(name, e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
