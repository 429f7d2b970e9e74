package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message that has parts: text, reasoning, a refusal, images. One reader reads one content. */
final class ContentPartsReader {

    /** The members with the content of a part. */
    private static final Set<String> CONTENTS = Set.of("text", "thinking", "refusal", "image_url");

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<@Nullable String> images = new ArrayList<>();
    private @Nullable String refusal;
    private @Nullable ApiError error;

    /** The reasoning among the parts, which is not a part of the answer; may be empty. */
    String thoughts() {
        return thoughts.toString();
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    /** What a part of a list reports instead of its content. */
    @Nullable
    ApiError error() {
        return error;
    }

    /** Data or https URLs; null for an image without one. */
    List<@Nullable String> images() {
        return images;
    }

    /**
     * Reads one part, or a list of parts and texts.
     *
     * @return the text; an object that is no part is a text itself, because some upstreams send the JSON of the answer
     *     as JSON
     */
    String read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            String object = JsonValues.source(json);
            if (!isPart(object)) {
                return object;
            }
            readPart(object);
            return text.toString();
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

    /** A part has content, and no other members unless it has a type; other JSON may have one of these as well. */
    private static boolean isPart(String object) throws IOException {
        Set<String> names = new HashSet<>();
        try (JsonParser json = Json.parser(object)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                names.add(name);
                json.nextToken();
                json.skipChildren();
            }
        }
        boolean hasContent = names.removeAll(CONTENTS);
        return hasContent && (names.isEmpty() || names.contains("type"));
    }

    private void readPart(String object) throws IOException {
        try (JsonParser json = Json.parser(object)) {
            json.nextToken();
            readPart(json);
        }
    }

    private void readPart(JsonParser json) throws IOException {
        String type = null;
        String told = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "type" -> type = JsonValues.text(json);
                case "text" -> told = JsonValues.text(json);
                case "thinking" -> readThinking(json);
                case "refusal" -> {
                    String reason = JsonValues.text(json);
                    refusal = reason == null ? refusal : reason;
                }
                case "image_url" -> images.add(imageUrl(json));
                case "error" -> error = ApiErrorReader.member(json, error);
                default -> json.skipChildren();
            }
        }
        boolean thought = type != null && (type.contains("thinking") || type.contains("reasoning"));
        add(told, thought ? thoughts : text);
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
