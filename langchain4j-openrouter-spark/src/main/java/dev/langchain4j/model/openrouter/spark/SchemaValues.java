package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values that the columns of {@link SchemaTypes} can hold. A model may write {@code "12"} or {@code 12.0} for an
 * integer: LangChain4j reads the number, but Spark would read null.
 */
final class SchemaValues {

    private SchemaValues() {}

    /**
     * The same object, with each value in the form of its column; unchanged if all are.
     *
     * @throws IllegalArgumentException for a value that its column cannot hold
     */
    static String fitted(JsonSchemaElement schema, String json) {
        Object read = members(json);
        Object fitted = fitted(schema, read);
        return Objects.equals(fitted, read) ? json : Json.toJson(fitted);
    }

    /** Not by LangChain4j's mapper: on Spark's class path it reads a list as one of Scala's. */
    private static Map<String, Object> members(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonObject.read(bytes, bytes.length).members();
        } catch (IOException e) {
            throw new IllegalArgumentException("The answer is not JSON", e);
        }
    }

    private static @Nullable Object fitted(@Nullable JsonSchemaElement schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (schema instanceof JsonObjectSchema object && !object.properties().isEmpty()) {
            return members(object, value);
        }
        if (schema instanceof JsonArraySchema array) {
            return elements(array, value);
        }
        if (schema instanceof JsonIntegerSchema || schema instanceof JsonNumberSchema) {
            return number(schema instanceof JsonIntegerSchema, value);
        }
        return schema instanceof JsonBooleanSchema ? truth(value) : value;
    }

    private static Object members(JsonObjectSchema schema, Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            throw misfit();
        }
        Map<Object, @Nullable Object> fitted = new LinkedHashMap<>();
        members.forEach((name, member) ->
                fitted.put(name, fitted(schema.properties().get(String.valueOf(name)), member)));
        return fitted;
    }

    private static Object elements(JsonArraySchema schema, Object value) {
        if (!(value instanceof List<?> elements)) {
            throw misfit();
        }
        List<@Nullable Object> fitted = new ArrayList<>();
        elements.forEach(element -> fitted.add(fitted(schema.items(), element)));
        return fitted;
    }

    private static @Nullable Object number(boolean whole, Object value) {
        if (value instanceof Integer || value instanceof Long || (!whole && value instanceof Number)) {
            return value;
        }
        if (value instanceof String text && text.isBlank()) {
            return null; // as LangChain4j reads it
        }
        BigDecimal number = JsonValues.decimal(value.toString().strip());
        if (number == null) {
            throw misfit();
        }
        try {
            return whole ? (Object) number.longValueExact() : number;
        } catch (ArithmeticException e) {
            throw misfit();
        }
    }

    private static @Nullable Object truth(Object value) {
        return switch (value.toString().strip()) {
            case "true", "True", "TRUE", "1" -> true;
            case "false", "False", "FALSE", "0" -> false;
            case "" -> null;
            default -> throw misfit();
        };
    }

    private static IllegalArgumentException misfit() {
        return new IllegalArgumentException("A value is not of the type of its column");
    }
}
