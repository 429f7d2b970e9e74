package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema in the form for the wire: LangChain4j's form, corrected if a strict one would not allow the intended
 * answer. Strict upstreams want every property required and no other properties, so an optional one must allow null,
 * and an object without named properties could only be empty.
 */
public final class ChatJsonSchema {

    private static final Map<String, Object> NULL = Map.of("type", "null");

    private final boolean strict;
    private final String owner;
    private final String setter;

    /** Of all objects: references begin at the root, but LangChain4j leaves definitions where a type is first used. */
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    /** @param owner whose schema it is, for messages */
    private ChatJsonSchema(boolean strict, String owner, String setter) {
        this.strict = strict;
        this.owner = owner;
        this.setter = setter;
    }

    /** The schema of an answer. */
    public static Map<String, Object> ofAnswer(JsonSchemaElement root, boolean strict) {
        ChatJsonSchema schema = new ChatJsonSchema(strict, "responseFormat", "strictJsonSchema(false)");
        return schema.document(root, schema.map(root));
    }

    /** The schema of a tool's arguments; a tool may have none. */
    public static Map<String, Object> ofArguments(JsonObjectSchema root, boolean strict, String tool) {
        String owner = "the tool '" + tool + "'";
        ChatJsonSchema schema = new ChatJsonSchema(strict, owner, "strict(false) for " + owner);
        Map<String, Object> map = schema.map(root);
        boolean none = root.properties().isEmpty() && !Boolean.TRUE.equals(root.additionalProperties());
        return none && strict ? map : schema.document(root, map);
    }

    private Map<String, Object> map(JsonSchemaElement root) {
        try {
            return JsonSchemaElementUtils.toMap(root, strict);
        } catch (RuntimeException noObject) { // a raw schema
            throw new IllegalArgumentException(
                    "The JSON schema of " + owner + " is no JSON object: check its JsonRawSchema", noObject);
        }
    }

    private Map<String, Object> document(JsonSchemaElement root, Map<String, Object> map) {
        Map<String, Object> mended = mended(root, map, true, "$");
        return definitions.isEmpty() ? mended : with(mended, "$defs", definitions);
    }

    private Map<String, Object> mended(
            JsonSchemaElement element, Map<String, Object> map, boolean required, String path) {
        if (element instanceof JsonObjectSchema object) {
            return mendedObject(object, map, path);
        }
        if (element instanceof JsonArraySchema array && array.items() != null) {
            return with(map, "items", mended(array.items(), object(map.get("items")), true, path + "[]"));
        }
        if (element instanceof JsonAnyOfSchema anyOf) {
            return mendedAnyOf(anyOf, map, required, path);
        }
        if (required || !strict) {
            return map;
        }
        if (element instanceof JsonEnumSchema) {
            List<Object> values = new ArrayList<>((List<?>) map.get("enum"));
            if (!values.contains(null)) {
                values.add(null);
            }
            return with(map, "enum", values);
        }
        boolean cannotBeNull = element instanceof JsonReferenceSchema || element instanceof JsonRawSchema;
        return cannotBeNull ? new LinkedHashMap<>(Map.of("anyOf", List.of(map, NULL))) : map;
    }

    private Map<String, Object> mendedObject(JsonObjectSchema object, Map<String, Object> map, String path) {
        boolean open = Boolean.TRUE.equals(object.additionalProperties())
                || object.properties().isEmpty() && object.additionalProperties() == null;
        if (strict && open) {
            throw new UnsupportedFeatureException("A strict JSON schema cannot describe '"
                    + path
                    + "', whose properties have no names (a Map, an Optional, an Object, a type variable, or"
                    + " additionalProperties): the answer would always be empty there. Use T instead of Optional<T>,"
                    + " which LangChain4j cannot read. For the others, use a class, a list of entries with a key and a"
                    + " value, or " + setter);
        }
        Map<String, Object> mended =
                with(map, "properties", mended(object.properties(), map, "properties", object, path + "."));
        if (!object.definitions().isEmpty()) {
            mended(object.definitions(), map, "$defs", null, "#").forEach(this::define);
            mended.remove("$defs");
        }
        return object.additionalProperties() == null || strict
                ? mended
                : with(mended, "additionalProperties", object.additionalProperties());
    }

    private void define(String name, Object definition) {
        Object other = definitions.putIfAbsent(name, definition);
        if (other != null && !withoutDescription(other).equals(withoutDescription(definition))) {
            throw new IllegalArgumentException("The JSON schema of " + owner + " has two different definitions named '"
                    + name + "': give one of them another name, because references find only one");
        }
    }

    /** LangChain4j gives the definition of a type the description of the place where the type is first used. */
    private static Map<String, Object> withoutDescription(Object definition) {
        Map<String, Object> rest = new LinkedHashMap<>(object(definition));
        rest.remove("description");
        return rest;
    }

    /** @param requiring the schema with the required properties; null if all are required */
    private Map<String, Object> mended(
            Map<String, JsonSchemaElement> elements,
            Map<String, Object> parent,
            String member,
            @Nullable JsonObjectSchema requiring,
            String path) {
        Map<String, Object> maps = object(parent.get(member));
        Map<String, Object> mended = new LinkedHashMap<>();
        elements.forEach((name, element) -> {
            boolean required = requiring == null
                    || requiring.required() != null && requiring.required().contains(name);
            mended.put(name, mended(element, object(maps.get(name)), required, path + name));
        });
        return mended;
    }

    private Map<String, Object> mendedAnyOf(
            JsonAnyOfSchema anyOf, Map<String, Object> map, boolean required, String path) {
        List<?> forms = (List<?>) map.get("anyOf");
        List<Object> mended = new ArrayList<>();
        for (int i = 0; i < anyOf.anyOf().size(); i++) {
            mended.add(mended(anyOf.anyOf().get(i), object(forms.get(i)), true, path));
        }
        boolean mayBeNull = anyOf.anyOf().stream().anyMatch(JsonNullSchema.class::isInstance);
        if (strict && !required && !mayBeNull) {
            mended.add(NULL);
        }
        return with(map, "anyOf", mended);
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    @SuppressWarnings("unchecked") // LangChain4j creates maps with text keys
    private static Map<String, Object> object(@Nullable Object map) {
        return map == null ? Map.of() : (Map<String, Object>) map;
    }
}
