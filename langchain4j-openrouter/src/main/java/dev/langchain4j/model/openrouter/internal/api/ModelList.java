package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * The answer of {@code GET /models}.
 *
 * @param models those that have an id
 * @param json the answer as it arrived, for a copy
 */
public record ModelList(List<JsonObject> models, byte[] json) {

    ModelList(JsonObject body, byte[] json) {
        this(
                body.objects("data").stream()
                        .filter(model -> model.text("id") != null)
                        .toList(),
                json);
    }

    /**
     * Reads a kept copy.
     *
     * @throws IOException if it is not JSON or has no models
     */
    public static ModelList of(byte[] json) throws IOException {
        ModelList list = new ModelList(JsonObject.read(json, json.length), json);
        if (list.models().isEmpty()) {
            throw new IOException("no models");
        }
        return list;
    }

    List<String> ids() {
        return models.stream()
                .map(model -> Objects.requireNonNull(model.text("id")))
                .toList();
    }
}
