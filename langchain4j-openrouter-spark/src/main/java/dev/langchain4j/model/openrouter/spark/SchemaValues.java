package dev.langchain4j.model.openrouter.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that the columns of {@link SchemaTypes} can hold. A model may write {@code "12"} or {@code 12.0} for an
 * integer: LangChain4j reads the number, but Spark would read null.
 */
final class SchemaValues {

    /** LangChain4j's own finds Scala's module on Spark's class path, and would read lists as Scala's. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> DATE = Set.of("year", "month", "day");
    private static final Set<String> TIME = Set.of("hour", "minute", "second", "nano");
    private static final Set<String> DATE_TIME = Set.of("date", "time");

    private SchemaValues() {}

    /**
     * The same object, with each value in the form of its column; unchanged if all are.
     *
     * @throws IllegalArgumentException for a value that its column cannot hold
     */
    static String fitted(JsonSchemaElement schema, String json) {
        JsonNode read = tree(json);
        JsonNode fitted = fitted(schema, read);
        return fitted.equals(read) ? json : fitted.toString();
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The answer is not JSON", e);
        }
    }

    private static JsonNode fitted(@Nullable JsonSchemaElement schema, JsonNode value) {
        if (value.isNull()) {
            return value;
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
        if (schema instanceof JsonEnumSchema constants) {
            return constant(constants.enumValues(), value);
        }
        return schema instanceof JsonBooleanSchema ? truth(value) : value;
    }

    private static JsonNode members(JsonObjectSchema schema, JsonNode written) {
        JsonNode value = written.isTextual()
                ? time(schema.properties().keySet(), written.asText().strip())
                : written;
        if (!value.isObject()) {
            throw misfit();
        }
        ObjectNode fitted = NODES.objectNode();
        value.properties()
                .forEach(member -> fitted.set(
                        member.getKey(), fitted(schema.properties().get(member.getKey()), member.getValue())));
        return fitted;
    }

    /** LangChain4j asks for the parts of a date or time, and reads ISO text, too. */
    private static JsonNode time(Set<String> parts, String text) {
        try {
            if (parts.equals(DATE)) {
                return date(LocalDate.parse(text));
            }
            if (parts.equals(TIME)) {
                return timeOfDay(LocalTime.parse(text));
            }
            if (parts.equals(DATE_TIME)) {
                LocalDateTime both = LocalDateTime.parse(text);
                ObjectNode fitted = NODES.objectNode();
                fitted.set("date", date(both.toLocalDate()));
                fitted.set("time", timeOfDay(both.toLocalTime()));
                return fitted;
            }
        } catch (DateTimeParseException e) {
            throw misfit();
        }
        throw misfit();
    }

    private static ObjectNode date(LocalDate date) {
        return NODES.objectNode()
                .put("year", date.getYear())
                .put("month", date.getMonthValue())
                .put("day", date.getDayOfMonth());
    }

    private static ObjectNode timeOfDay(LocalTime time) {
        return NODES.objectNode()
                .put("hour", time.getHour())
                .put("minute", time.getMinute())
                .put("second", time.getSecond())
                .put("nano", time.getNano());
    }

    private static JsonNode elements(JsonArraySchema schema, JsonNode value) {
        if (!value.isArray()) {
            throw misfit();
        }
        ArrayNode fitted = NODES.arrayNode(value.size());
        value.forEach(element -> fitted.add(fitted(schema.items(), element)));
        return fitted;
    }

    private static JsonNode number(boolean whole, JsonNode value) {
        if (whole
                ? value.isIntegralNumber() && value.canConvertToLong()
                : value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value;
        }
        if (!value.isNumber() && !value.isTextual()) {
            throw misfit();
        }
        String text = value.asText().strip();
        if (text.isEmpty()) {
            return NODES.nullNode(); // as LangChain4j reads it
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (!whole && !Double.isFinite(number.doubleValue())) {
                throw misfit();
            }
            return whole ? NODES.numberNode(number.longValueExact()) : NODES.numberNode(number);
        } catch (ArithmeticException | NumberFormatException e) {
            throw misfit();
        }
    }

    private static JsonNode truth(JsonNode value) {
        return switch (value.isContainerNode()
                ? value.toString()
                : value.asText().strip()) {
            case "true", "True", "TRUE", "1" -> NODES.booleanNode(true);
            case "false", "False", "FALSE", "0" -> NODES.booleanNode(false);
            case "" -> NODES.nullNode();
            default -> throw misfit();
        };
    }

    /** LangChain4j reads a name in any case; it reads a number as a position, which the schema did not ask for. */
    private static JsonNode constant(List<String> names, JsonNode value) {
        String text = value.isTextual() ? value.asText().strip() : "";
        if (names.contains(text)) {
            return NODES.textNode(text);
        }
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(text))
                .findFirst()
                .map(NODES::textNode)
                .orElseThrow(SchemaValues::misfit);
    }

    private static IllegalArgumentException misfit() {
        return new IllegalArgumentException("A value is not of the type of its column");
    }
}
