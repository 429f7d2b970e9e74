package dev.langchain4j.model.openrouter.coverage;

import dev.langchain4j.model.openrouter.support.OpenApiFile;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer with a value of its own in every leaf of its schema, so that each can be found again. */
final class Sentinels {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int FIRST = 100_000;
    private static final int DEEPEST = 14;

    private final JsonNode file;
    private final Map<String, String> given;
    private final int variant;
    private final Map<String, String> leaves = new LinkedHashMap<>();
    private int last = FIRST;

    /**
     * @param given JSON for the leaves that need a certain value, by their place; empty to leave them out
     * @param variant which of several alternatives to use
     */
    Sentinels(JsonNode file, Map<String, String> given, int variant) {
        this.file = file;
        this.given = given;
        this.variant = variant;
    }

    /** The values by their places, as text. */
    Map<String, String> leaves() {
        return leaves;
    }

    String answer(JsonNode schema) {
        return of(schema, "", 0).toString();
    }

    private JsonNode of(JsonNode unresolved, String place, int depth) {
        JsonNode schema = OpenApiFile.resolved(file, unresolved);
        if (given.containsKey(place)) {
            return given.get(place).isEmpty() ? JSON.nullNode() : MAPPER.readTree(given.get(place));
        }
        List<JsonNode> alternatives = alternatives(schema);
        if (!alternatives.isEmpty()) {
            return of(alternatives.get(Math.min(variant, alternatives.size() - 1)), place, depth + 1);
        }
        if (schema.has("allOf")) {
            return all(schema, place, depth);
        }
        if (schema.path("enum").size() == 1) {
            return schema.path("enum").get(0);
        }
        if (depth > DEEPEST) {
            return JSON.nullNode();
        }
        return switch (type(schema)) {
            case "object" -> object(schema, place, depth);
            case "array" -> array(schema.path("items"), place, depth);
            case "integer" -> leaf(place, JSON.numberNode(++last));
            case "number" -> leaf(place, JSON.numberNode(new BigDecimal(++last + ".5")));
            case "boolean" -> JSON.booleanNode(true); // two values cannot tell which leaf they are from
            default -> leaf(place, JSON.stringNode(text(schema)));
        };
    }

    private static List<JsonNode> alternatives(JsonNode schema) {
        List<JsonNode> alternatives = new ArrayList<>();
        for (String word : List.of("oneOf", "anyOf")) {
            for (JsonNode alternative : schema.path(word)) {
                if (!"null".equals(alternative.path("type").asString(""))) {
                    alternatives.add(alternative);
                }
            }
        }
        return alternatives;
    }

    private JsonNode all(JsonNode schema, String place, int depth) {
        ObjectNode merged = JSON.objectNode();
        JsonNode only = null;
        for (JsonNode part : schema.path("allOf")) {
            if (!part.has("$ref") && !part.has("type") && !part.has("properties")) {
                continue; // only words
            }
            only = of(part, place, depth + 1);
            if (only instanceof ObjectNode object) {
                merged.setAll(object);
            }
        }
        return merged.isEmpty() ? only : merged;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        for (JsonNode one : type.isArray() ? type : JSON.arrayNode().add(type)) {
            if (!one.asString("").equals("null") && !one.asString("").isEmpty()) {
                return one.asString();
            }
        }
        return schema.has("properties") ? "object" : "string";
    }

    private JsonNode object(JsonNode schema, String place, int depth) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String there = place.isEmpty() ? property.getKey() : place + "." + property.getKey();
            JsonNode value = of(property.getValue(), there, depth + 1);
            if (!value.isNull()) {
                object.set(property.getKey(), value);
            }
        }
        if (schema.path("properties").isEmpty()
                || schema.path("additionalProperties").isObject()) {
            object.set("extra", leaf(place + ".extra", JSON.stringNode("s" + ++last + "A")));
        }
        return object;
    }

    /** One element for each alternative. */
    private JsonNode array(JsonNode items, String place, int depth) {
        ArrayNode array = JSON.arrayNode();
        List<JsonNode> alternatives = alternatives(OpenApiFile.resolved(file, items));
        for (JsonNode item : alternatives.isEmpty() ? List.of(items) : alternatives) {
            array.add(of(item, place + "[]", depth + 1));
        }
        return array;
    }

    private String text(JsonNode schema) {
        int number = ++last;
        String example = schema.path("example").asString("");
        if (schema.path("format").asString("").equals("date-time")) {
            return Instant.parse("2031-01-01T00:00:00Z")
                    .plus(number - FIRST, ChronoUnit.MINUTES)
                    .toString();
        }
        if (example.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return LocalDate.of(2031, 1, 1).plusDays(number - FIRST).toString();
        }
        // eight characters that are base64, too
        return example.matches("[0-9.e-]+") ? "0.0" + number : "s" + number + "A";
    }

    private JsonNode leaf(String place, JsonNode value) {
        leaves.put(place + "#" + last, Reachable.text(value));
        return value;
    }
}
