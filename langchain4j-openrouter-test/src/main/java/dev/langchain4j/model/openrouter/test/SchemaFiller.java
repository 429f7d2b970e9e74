package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates a value that satisfies a JSON schema, from the words and numbers of a text if possible. */
final class SchemaFiller {

    /** Depth in definitions that contain themselves from which optional parts do not lead further into them. */
    private static final int DEEP = 2;

    /**
     * Depth in a definition that requires itself, and so has no end, from which its parts are null. Low, because one that
     * requires itself three times has three times as many parts at each depth.
     */
    private static final int ENDLESS = 4;

    private static final int MANY_NUMBERS = 10;

    /** A longer value is not worth its memory, whatever the schema asks for. */
    private static final int MOST_ITEMS = 1_000;

    private static final int MOST_CHARACTERS = 100_000;

    private static final int MOST_DIGITS = 1_000;

    private final JsonNode root;
    private final Vocabulary words;

    SchemaFiller(JsonNode schema, Vocabulary words) {
        this.root = schema;
        this.words = words;
    }

    JsonNode fill() {
        return root.isObject() ? fill(root, "value", 0) : Json.object();
    }

    private JsonNode fill(JsonNode schema, String name, int depth) {
        if (depth > ENDLESS) {
            return NullNode.getInstance();
        }
        if (schema.has("$ref")) {
            return fill(definition(schema.path("$ref").asText()), name, below(depth, schema));
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return words.choose(schema.path("enum"));
        }
        for (String union : new String[] {"anyOf", "oneOf"}) {
            if (schema.has(union)) {
                return fill(branch(schema.path(union), depth), name, depth);
            }
        }
        if (schema.has("allOf")) {
            return fill(merged(schema), name, below(depth, schema.path("allOf")));
        }
        return switch (type(schema, depth)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> number(schema, name, true);
            case "number" -> number(schema, name, false);
            case "boolean" -> BooleanNode.valueOf(words.affirms(name));
            case "null" -> NullNode.getInstance();
            default -> string(schema, name);
        };
    }

    /** What a reference leads to; nothing if that is not in this schema, which only a lenient server accepts. */
    private JsonNode definition(String ref) {
        return ref.matches("#(/.*)?") ? root.at(ref.substring(1)) : MissingNode.getInstance();
    }

    private int below(int depth, JsonNode schema) {
        return leadsIntoItself(schema) ? depth + 1 : depth;
    }

    private boolean isEnd(JsonNode schema, int depth) {
        return depth >= DEEP && leadsIntoItself(schema);
    }

    /** Whether it refers to a definition that contains itself; everything else ends by itself. */
    private boolean leadsIntoItself(JsonNode schema) {
        return references(schema).stream().anyMatch(this::containsItself);
    }

    private boolean containsItself(String ref) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(ref));
        while (!open.isEmpty()) {
            for (String next : references(definition(open.remove()))) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached.contains(ref);
    }

    private static List<String> references(JsonNode schema) {
        return schema.findValuesAsText("$ref");
    }

    /** The first branch that is not null; where a recursive schema ends, null if that is allowed, else one that ends. */
    private JsonNode branch(JsonNode branches, int depth) {
        JsonNode chosen = branches.path(0);
        for (JsonNode branch : branches) {
            boolean isNull = branch.path("type").asText().equals("null");
            if (isNull == isEnd(branches, depth)) {
                return branch;
            }
            chosen = isEnd(chosen, depth) ? branch : chosen;
        }
        return chosen;
    }

    private JsonNode merged(JsonNode schema) {
        ObjectNode merged = schema.deepCopy();
        merged.remove("allOf");
        for (JsonNode part : schema.path("allOf")) {
            JsonNode resolved = part.has("$ref") ? definition(part.path("$ref").asText()) : part;
            resolved.properties().forEach(field -> merge(merged, field.getKey(), field.getValue()));
        }
        return merged;
    }

    private static void merge(ObjectNode merged, String field, JsonNode value) {
        JsonNode present = merged.path(field);
        if (field.equals("properties") && present instanceof ObjectNode all && value instanceof ObjectNode more) {
            all.setAll(more);
        } else if (field.equals("required") && present instanceof ArrayNode all && value instanceof ArrayNode more) {
            all.addAll(more);
        } else {
            merged.set(field, value.deepCopy());
        }
    }

    private String type(JsonNode schema, int depth) {
        JsonNode type = schema.path("type");
        for (JsonNode one : type) {
            if (one.asText().equals("null") == isEnd(schema, depth)) {
                return one.asText();
            }
        }
        if (type.isArray()) {
            return type.path(0).asText();
        }
        if (type.isMissingNode()) {
            return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
        }
        return type.asText();
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = property.getValue();
            boolean canBeEmpty = value.path("type").asText().equals("array");
            if (canBeEmpty || isRequired(schema, property.getKey()) || !isEnd(value, depth)) {
                object.set(property.getKey(), fill(value, property.getKey(), depth));
            }
        }
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject() && object.isEmpty() && !isEnd(values, depth)) {
            object.set("key", fill(values, "key", depth));
        }
        return object;
    }

    private static boolean isRequired(JsonNode schema, String property) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        JsonNode items = schema.path("items");
        int min = schema.path("minItems").asInt(0);
        int size = isEnd(items, depth)
                ? min
                : Math.max(min, Math.min(1, schema.path("maxItems").asInt(1)));
        if (items.path("type").asText().matches("integer|number")) {
            int numbers = Math.min(words.numbersLeft(), schema.path("maxItems").asInt(MANY_NUMBERS));
            size = Math.max(size, numbers);
        }
        ArrayNode array = Json.array();
        for (int i = 0; i < Math.min(size, MOST_ITEMS); i++) {
            array.add(fill(items, name, depth));
        }
        return array;
    }

    private JsonNode number(JsonNode schema, String name, boolean whole) {
        BigDecimal value = words.number(name);
        if (whole) {
            value = value.setScale(0, RoundingMode.DOWN);
        }
        BigDecimal unit = whole ? BigDecimal.ONE : new BigDecimal("0.1");
        if (isUsable(schema.path("multipleOf"))
                && schema.path("multipleOf").decimalValue().signum() > 0) {
            unit = schema.path("multipleOf").decimalValue();
            value = value.subtract(value.remainder(unit));
        }
        if (isUsable(schema.path("minimum"))) {
            value = value.max(schema.path("minimum").decimalValue());
        }
        if (isUsable(schema.path("exclusiveMinimum"))) {
            value = value.max(schema.path("exclusiveMinimum").decimalValue().add(unit));
        }
        if (isUsable(schema.path("maximum"))) {
            value = value.min(schema.path("maximum").decimalValue());
        }
        if (isUsable(schema.path("exclusiveMaximum"))) {
            value = value.min(schema.path("exclusiveMaximum").decimalValue().subtract(unit));
        }
        return DecimalNode.valueOf(value);
    }

    /** Not a number such as 1e999999999: calculating with all its digits takes the memory of the test. */
    private static boolean isUsable(JsonNode number) {
        return number.isNumber() && Math.abs(number.decimalValue().scale()) <= MOST_DIGITS;
    }

    private JsonNode string(JsonNode schema, String name) {
        String value = switch (schema.path("format").asText()) {
            case "date" -> "2026-01-01";
            case "time" -> "12:00:00Z";
            case "date-time" -> "2026-01-01T12:00:00Z";
            case "email" -> "someone@example.com";
            case "uri", "url" -> "https://example.com/";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> words.string(name);
        };
        int min = Math.min(schema.path("minLength").asInt(0), MOST_CHARACTERS);
        int max = Math.max(schema.path("maxLength").asInt(Integer.MAX_VALUE), 0);
        value += "x".repeat(Math.max(0, min - length(value)));
        return TextNode.valueOf(length(value) > max ? value.substring(0, value.offsetByCodePoints(0, max)) : value);
    }

    /** In characters as a schema counts them: an emoji is one. */
    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }
}
