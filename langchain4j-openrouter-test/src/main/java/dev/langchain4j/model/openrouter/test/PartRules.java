package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that parts of a content may have, and the texts that a part of each type must have. */
final class PartRules {

    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    /** @param texts the fields that must be texts, such as {@code image_url.url} */
    PartRules part(String type, String... texts) {
        this.texts.put(type, List.of(texts));
        return this;
    }

    /** The first problem of an array of parts, with the path to it; null if there is none. */
    @Nullable
    String problemOfAll(JsonNode parts) {
        return FieldRules.each(parts, this::problem);
    }

    /** The problem of one part, with the path to it; null if there is none. */
    @Nullable
    String problem(JsonNode part) {
        String problem = FieldRules.oneOf(part.path("type"), texts.keySet().toArray(String[]::new));
        if (problem != null) {
            return ".type" + problem;
        }
        for (String field : texts.get(part.path("type").asText())) {
            JsonNode value = part.at("/" + field.replace('.', '/'));
            if (!value.isTextual()) {
                return "." + field + FieldRules.expected("string", value);
            }
        }
        return null;
    }
}
