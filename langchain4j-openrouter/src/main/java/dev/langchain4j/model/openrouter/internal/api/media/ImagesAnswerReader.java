package dev.langchain4j.model.openrouter.internal.api.media;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer.Image;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answer to an image request, whose strings are megabytes long. */
public final class ImagesAnswerReader {

    private ImagesAnswerReader() {}

    /**
     * Reads a whole body, in the first {@code length} bytes.
     *
     * @throws IOException if the body is not JSON or ends too early
     */
    public static ImagesAnswer read(byte[] body, int length) throws IOException {
        Long created = null;
        List<Image> images = List.of();
        Usage usage = null;
        ApiError error = null;
        try (JsonParser json = Json.parser(body, 0, length)) {
            if (json.nextToken() == null) {
                throw new IOException("empty body");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "created" -> created = JsonValues.time(json);
                    case "data" -> images = images(json);
                    case "usage" -> usage = UsageReader.read(json);
                    case "error" -> error = ApiErrorReader.ofMember(JsonValues.value(json));
                    default -> json.skipChildren();
                }
            }
            JsonValues.ensureEnd(json);
        }
        return new ImagesAnswer(created, images, usage, error, null, null, null);
    }

    private static List<Image> images(JsonParser json) throws IOException {
        List<Image> images = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return images;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Image image = json.currentToken() == JsonToken.START_OBJECT ? image(json) : null;
            if (image != null) {
                images.add(image);
            } else {
                json.skipChildren();
            }
        }
        return images;
    }

    private static @Nullable Image image(JsonParser json) throws IOException {
        String base64 = null;
        String type = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "b64_json" -> base64 = JsonValues.longText(json);
                case "media_type" -> type = JsonValues.text(json);
                default -> json.skipChildren();
            }
        }
        if (base64 != null && base64.startsWith("data:")) { // some upstreams send a data URL
            int comma = base64.indexOf(',');
            int end = base64.indexOf(';');
            type = isBlank(type) && end > 0 && end < comma ? base64.substring("data:".length(), end) : type;
            base64 = base64.substring(comma + 1);
        }
        if (isBlank(base64)) {
            return null;
        }
        return new Image(base64, isBlank(type) ? ImageType.of(base64) : type);
    }
}
