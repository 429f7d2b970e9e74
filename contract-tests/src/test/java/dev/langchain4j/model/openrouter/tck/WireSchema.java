package dev.langchain4j.model.openrouter.tck;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A JSON schema as it came over the wire. It accepts less than the standard would, so that a schema from which something was lost on
 * the way is noticed: a value must have a stated type, and an object no property that the schema does not state. A strict schema that is
 * not closed and complete accepts nothing, as upstreams refuse it.
 */
record WireSchema(JsonNode root, boolean strict) {

    boolean accepts(JsonNode value) {
        return accepts(root, value);
    }

    private boolean accepts(JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return accepts(root.at(schema.path("$ref").asText().substring(1)), value);
        }
        if (schema.has("anyOf")) {
            return anyOf(schema.path("anyOf"), value);
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            return false;
        }
        JsonNode type = schema.path("type");
        if (!type.isArray()) {
            return isA(type.asText(), schema, value);
        }
        for (JsonNode one : type) {
            if (isA(one.asText(), schema, value)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyOf(JsonNode schemas, JsonNode value) {
        for (JsonNode schema : schemas) {
            if (accepts(schema, value)) {
                return true;
            }
        }
        return false;
    }

    private boolean isA(String type, JsonNode schema, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject() && object(schema, value);
            case "array" -> value.isArray() && array(schema.path("items"), value);
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private boolean object(JsonNode schema, JsonNode value) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                return false;
            }
        }
        JsonNode properties = schema.path("properties");
        if (strict && !isStrict(schema)) {
            return false;
        }
        boolean isMap =
                properties.isEmpty() && schema.path("additionalProperties").asBoolean(true);
        return isMap
                || value.properties().stream()
                        .allMatch(field -> accepts(properties.path(field.getKey()), field.getValue()));
    }

    private static boolean isStrict(JsonNode schema) {
        JsonNode closed = schema.path("additionalProperties");
        return closed.isBoolean()
                && !closed.asBoolean()
                && schema.path("required").size() == schema.path("properties").size();
    }

    private boolean array(JsonNode items, JsonNode value) {
        for (JsonNode item : value) {
            if (!accepts(items, item)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
