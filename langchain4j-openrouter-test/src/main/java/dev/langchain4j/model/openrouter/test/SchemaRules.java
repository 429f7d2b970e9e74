package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what providers refuse in a JSON schema, in the words of OpenAI, which hosts pass on. */
final class SchemaRules {

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final List<String> LISTS = List.of("anyOf", "oneOf", "allOf");

    private final boolean strict;
    private final JsonNode root;

    private SchemaRules(boolean strict, JsonNode root) {
        this.strict = strict;
        this.root = root;
    }

    /** The first problem of the response format and of the tools; null if there is none. */
    static @Nullable String problem(JsonNode request) {
        JsonNode format = request.at("/response_format/json_schema");
        if (format.isObject()) {
            String problem = new SchemaRules(isStrict(request, format), format.path("schema")).ofRoot();
            if (problem != null) {
                return "Invalid schema for response_format '"
                        + format.path("name").asText() + "': " + problem;
            }
        }
        for (JsonNode tool : request.path("tools")) {
            JsonNode function = tool.path("function");
            String problem = function.path("parameters").isMissingNode()
                    ? null
                    : new SchemaRules(isStrict(request, function), function.path("parameters")).ofRoot();
            if (problem != null) {
                return "Invalid schema for function '" + function.path("name").asText() + "': " + problem;
            }
        }
        return null;
    }

    /** Whether the rules of the strict mode apply: only OpenAI insists on them. */
    private static boolean isStrict(JsonNode request, JsonNode owner) {
        return owner.path("strict").asBoolean()
                && request.path("model").asText().startsWith("openai/");
    }

    private @Nullable String ofRoot() {
        String type = root.path("type").asText("None");
        boolean other = root.isObject() && (root.has("$ref") || LISTS.stream().anyMatch(root::has));
        if (!root.isObject() || !type.equals("object") && !other) {
            return "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" + type + "\"'.";
        }
        return in(root, List.of());
    }

    private @Nullable String in(JsonNode schema, List<String> context) {
        if (!schema.isObject()) {
            return schema.isBoolean() ? null : at(context) + Json.text(schema) + " is not of type 'object', 'boolean'.";
        }
        String problem = own(schema, context);
        for (String list : LISTS) {
            for (int i = 0; problem == null && i < schema.path(list).size(); i++) {
                problem = in(schema.path(list).get(i), below(context, list, Integer.toString(i)));
            }
        }
        for (String map : List.of("properties", "$defs", "definitions")) {
            for (Map.Entry<String, JsonNode> inner : schema.path(map).properties()) {
                problem = problem == null ? in(inner.getValue(), below(context, map, inner.getKey())) : problem;
            }
        }
        return problem == null && schema.has("items") ? in(schema.path("items"), below(context, "items")) : problem;
    }

    private @Nullable String own(JsonNode schema, List<String> context) {
        List<String> types = types(schema.path("type"));
        for (String type : types) {
            if (!TYPES.contains(type)) {
                return at(context) + "'" + type + "' is not valid under any of the given schemas.";
            }
        }
        if (schema.has("properties") && !schema.path("properties").isObject()) {
            return at(context) + Json.text(schema.path("properties")) + " is not of type 'object'.";
        }
        if (schema.has("required") && !schema.path("required").isArray()) {
            return at(context) + Json.text(schema.path("required")) + " is not of type 'array'.";
        }
        for (String list : LISTS) {
            if (schema.has(list) && !schema.path(list).isArray()) {
                return at(context) + Json.text(schema.path(list)) + " is not of type 'array'.";
            }
        }
        if (schema.has("enum")
                && (!schema.path("enum").isArray() || schema.path("enum").isEmpty())) {
            return at(context) + Json.text(schema.path("enum")) + " is too short.";
        }
        if (schema.has("$ref") && !leadsOn(schema)) {
            return at(context) + "reference to component '"
                    + schema.path("$ref").asText() + "' which was not found in the schema.";
        }
        if (types.contains("array") && !schema.has("items") && !schema.has("prefixItems")) {
            return at(context) + "array schema missing items.";
        }
        return strict && types.contains("object") ? strictObject(schema, context) : null;
    }

    /** Whether the reference of a schema leads to another one. */
    private boolean leadsOn(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        JsonNode target = reference.matches("#(/.*)?") ? root.at(reference.substring(1)) : MissingNode.getInstance();
        return !target.isMissingNode() && target != schema;
    }

    private static @Nullable String strictObject(JsonNode schema, List<String> context) {
        if (schema.path("additionalProperties").asBoolean(true)) {
            return at(context) + "'additionalProperties' is required to be supplied and to be false.";
        }
        List<String> missing = new ArrayList<>(DecisionsEndpoint.ids(schema.path("properties")));
        schema.path("required").forEach(name -> missing.remove(name.asText()));
        return missing.isEmpty()
                ? null
                : at(context) + "'required' is required to be supplied and to be an array including every key in"
                        + " properties. Missing '" + missing.get(0) + "'.";
    }

    private static List<String> types(JsonNode type) {
        List<String> types = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(one -> types.add(one.asText()));
        } else if (!type.isMissingNode()) {
            types.add(type.asText());
        }
        return types;
    }

    private static List<String> below(List<String> context, String... more) {
        List<String> all = new ArrayList<>(context);
        all.addAll(List.of(more));
        return all;
    }

    private static String at(List<String> context) {
        StringBuilder tuple = new StringBuilder();
        context.forEach(name -> tuple.append(tuple.isEmpty() ? "" : ", ")
                .append('\'')
                .append(name)
                .append('\''));
        return "In context=(" + tuple + (context.size() == 1 ? "," : "") + "), ";
    }
}
