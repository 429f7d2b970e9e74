package dev.langchain4j.model.openrouter.internal.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain JSON values: maps with text keys, lists, text, numbers, booleans and null, in iteration order. */
public final class JsonValueWriter {

    private JsonValueWriter() {}

    /** The bytes that {@link #writeObject} would write, to be written many times. */
    public static SerializableString toJson(Map<?, ?> map) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(bytes)) {
            writeObject(map, json);
        } catch (IOException e) {
            throw new IllegalStateException("the value cannot be written as JSON: " + e.getMessage(), e);
        }
        return new SerializedString(bytes.toString(StandardCharsets.UTF_8));
    }

    public static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(map, json);
        } else if (value instanceof Collection<?> list) {
            writeArray(list, json);
        } else if (value instanceof Object[] array) {
            writeArray(Arrays.asList(array), json); // LangChain4j's schemas have some: "type": ["string", "null"]
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(number, json);
        } else if (value == null) {
            json.writeNull();
        } else {
            throw new IllegalArgumentException("A " + value.getClass().getName()
                    + " cannot be written as JSON: use maps, lists, texts, numbers and booleans");
        }
    }

    public static void writeObject(Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName((String) entry.getKey());
            write(entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void writeArray(Collection<?> elements, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Object element : elements) {
            write(element, json);
        }
        json.writeEndArray();
    }

    private static void writeNumber(Number number, JsonGenerator json) throws IOException {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            json.writeNumber(number.longValue());
        } else if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (number instanceof Float single) {
            json.writeNumber(single);
        } else {
            json.writeNumber(number.doubleValue());
        }
    }
}
