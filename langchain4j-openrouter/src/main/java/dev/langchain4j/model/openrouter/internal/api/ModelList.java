package dev.langchain4j.model.openrouter.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /models}, or a page of it.
 *
 * @param models those that have an id
 * @param json the answer as it arrived, or the models of several pages, for a copy
 * @param next path and query of the next page; null for none
 */
public record ModelList(
        List<JsonObject> models, byte[] json, @Nullable String next) {

    /** @param path of the first page */
    static ModelList of(JsonObject body, HttpAnswer answer, String path) {
        List<JsonObject> models = models(body);
        JsonObject links = body.object("links");
        String next = links == null || models.isEmpty() ? null : links.label("next");
        HttpAnswer json = answer.withoutComments(); // a kept copy is read as it is
        return new ModelList(
                models, Arrays.copyOf(json.bytes(), json.length()), next == null ? null : Paths.nextPage(path, next));
    }

    /** @param pages at least one */
    static ModelList of(List<ModelList> pages) {
        if (pages.size() == 1) {
            return pages.get(0);
        }
        List<JsonObject> models =
                pages.stream().flatMap(page -> page.models().stream()).toList();
        return new ModelList(models, json(models), null);
    }

    /**
     * Reads a kept copy.
     *
     * @throws IOException if it is not JSON or has no models
     */
    public static ModelList of(byte[] json) throws IOException {
        List<JsonObject> models = models(JsonObject.read(json, json.length));
        if (models.isEmpty()) {
            throw new IOException("no models");
        }
        return new ModelList(models, json, null);
    }

    private static List<JsonObject> models(JsonObject body) {
        return body.objects("data").stream()
                .filter(model -> model.label("id") != null)
                .toList();
    }

    private static byte[] json(List<JsonObject> models) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(bytes)) {
            JsonValueWriter.writeObject(
                    Map.of("data", models.stream().map(JsonObject::members).toList()), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    List<String> ids() {
        return models.stream()
                .map(model -> Objects.requireNonNull(model.text("id")))
                .toList();
    }
}
