package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.internal.Json;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds components that no answer can fill: of Java's own classes LangChain4j writes a schema from their private
 * fields, but does not read all of them from such an object.
 */
final class ReadableComponents {

    private final Set<Class<?>> seen = new HashSet<>();

    private ReadableComponents() {}

    /** @throws IllegalArgumentException for the first component that LangChain4j cannot read, by its name */
    static void check(Class<?> type) {
        new ReadableComponents().checkAll(type);
    }

    private void checkAll(Class<?> type) {
        if (type.isPrimitive() || type.isEnum() || isOfJava(type) || !seen.add(type)) {
            return;
        }
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                check(type, field);
            }
        }
        if (type.isSealed()) {
            List.of(type.getPermittedSubclasses()).forEach(this::checkAll);
        }
    }

    private void check(Class<?> owner, Field field) {
        if (!(element(field.getGenericType()) instanceof Class<?> type)) {
            throw refusal(
                    owner,
                    field,
                    "the schema that LangChain4j writes says nothing about its type "
                            + field.getGenericType().getTypeName() + ". Use a type without type parameters");
        }
        if (isOfJava(type) && !isReadable(type) && !isReadable(owner, field.getName())) {
            throw refusal(
                    owner, field, "LangChain4j cannot read a " + type.getName() + " from an answer. Make it a String");
        }
        checkAll(type);
    }

    private static IllegalArgumentException refusal(Class<?> owner, Field field, String reason) {
        return new IllegalArgumentException("type must not have the component '" + field.getName() + "' of "
                + owner.getSimpleName() + ": " + reason);
    }

    /** What a list or an array contains, else the class itself; a type parameter where its owner is generic. */
    private static Type element(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return Iterable.class.isAssignableFrom(raw) ? element(generic.getActualTypeArguments()[0]) : raw;
        }
        if (type instanceof WildcardType wildcard) {
            return element(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return element(array.getGenericComponentType());
        }
        return type instanceof Class<?> plain && plain.isArray() ? element(plain.getComponentType()) : type;
    }

    private static boolean isOfJava(Class<?> type) {
        return type.getName().startsWith("java.");
    }

    private static boolean isReadable(Class<?> type) {
        JsonSchemaElement schema = schema(type);
        return schema != null && (!(schema instanceof JsonObjectSchema) || isRead(sample(schema), type));
    }

    /** The owner may have annotations of Jackson that read the component or ignore it. */
    private static boolean isReadable(Class<?> owner, String component) {
        return schema(owner) instanceof JsonObjectSchema schema
                && isRead(Map.of(component, sample(schema.properties().get(component))), owner);
    }

    private static @Nullable JsonSchemaElement schema(Class<?> type) {
        try {
            return JsonSchemaElementUtils.jsonSchemaElementFrom(type);
        } catch (StackOverflowError endless) {
            return null; // LangChain4j does not notice that a Pattern or a HashMap contains itself
        }
    }

    private static boolean isRead(Object sample, Class<?> type) {
        try {
            Json.fromJson(Json.toJson(sample), type);
            return true;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private static Object sample(JsonSchemaElement schema) {
        if (schema instanceof JsonObjectSchema object) {
            Map<String, Object> sample = new LinkedHashMap<>();
            object.properties().forEach((name, property) -> sample.put(name, sample(property)));
            return sample;
        }
        if (schema instanceof JsonArraySchema array) {
            return List.of(sample(array.items()));
        }
        if (schema instanceof JsonBooleanSchema) {
            return true;
        }
        return schema instanceof JsonIntegerSchema || schema instanceof JsonNumberSchema ? 1 : "1";
    }
}
