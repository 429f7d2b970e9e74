package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message that has parts: text, reasoning, a refusal, images. One reader reads one content. */
final class ContentPartsReader {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<@Nullable String> images = new ArrayList<>();
    private @Nullable String refusal;

    /** The reasoning among the parts, which is not a part of the answer; may be empty. */
    String thoughts() {
        return thoughts.toString();
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    /** Data or https URLs; null for an image without one. */
    List<@Nullable String> images() {
        return images;
    }

    /**
     * Reads one part, or a list of parts and texts.
     *
     * @return the text; an object that is no part is a text itself, because some upstreams send the JSON of the answer as
     *     JSON
     */
    String read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            String object = JsonValues.source(json);
            return readPart(object) ? text.toString() : object;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                readPart(json);
            } else {
                add(JsonValues.text(json), text);
            }
        }
        return text.toString();
    }

    private boolean readPart(String object) throws IOException {
        try (JsonParser json = Json.parser(object)) {
            json.nextToken();
            return readPart(json);
        }
    }

    /** @return whether it has the content of a part: a {@code type} alone has other JSON, too */
    private boolean readPart(JsonParser json) throws IOException {
        String type = null;
        String told = null;
        boolean isPart = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "type" -> {
                    type = JsonValues.text(json);
                    continue;
                }
                case "text" -> told = JsonValues.text(json);
                case "thinking" -> readThinking(json);
                case "refusal" -> {
                    String reason = JsonValues.text(json);
                    refusal = reason == null ? refusal : reason;
                }
                case "image_url" -> images.add(imageUrl(json));
                default -> {
                    json.skipChildren();
                    continue;
                }
            }
            isPart = true;
        }
        boolean thought = type != null && (type.contains("thinking") || type.contains("reasoning"));
        add(told, thought ? thoughts : text);
        return isPart;
    }

    /** A text, or a list of parts with texts. */
    private void readThinking(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            add(JsonValues.text(json), thoughts);
            return;
        }
        for (Map<String, Object> part : JsonValues.objects(json)) {
            add(part.get("text") instanceof String more ? more : null, thoughts);
        }
    }

    private static void add(@Nullable String more, StringBuilder target) {
        target.append(more == null ? "" : more);
    }

    /** The URL of an image, which is {@code {"url":"…"}} or the URL itself; null if there is none. */
    static @Nullable String imageUrl(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return JsonValues.longText(json);
        }
        String url = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("url")) {
                url = JsonValues.longText(json);
            } else {
                json.skipChildren();
            }
        }
        return url;
    }
}
