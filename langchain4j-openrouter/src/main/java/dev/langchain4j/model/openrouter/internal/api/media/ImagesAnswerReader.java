package dev.langchain4j.model.openrouter.internal.api.media;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ReportedError;
import dev.langchain4j.model.openrouter.internal.api.json.Base64Text;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer.Image;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answer to an image request, whose strings are megabytes long. One reader reads one answer. */
public final class ImagesAnswerReader {

    private static final String DATA = "data:";

    private final List<Image> images = new ArrayList<>();
    private final ReportedError error = new ReportedError();
    private boolean hasMore; // something that is neither an image nor an error
    private @Nullable String problem; // of the first image that has one

    private ImagesAnswerReader() {}

    /**
     * Reads a whole body, in the first {@code length} bytes. An image that cannot be used is among the images, and the
     * answer's error says so: it may have been paid for.
     *
     * @throws IOException if the body is not JSON or ends too early
     */
    public static ImagesAnswer read(byte[] body, int length) throws IOException {
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            return new ImagesAnswerReader().read(json);
        }
    }

    private ImagesAnswer read(JsonParser json) throws IOException {
        Long created = null;
        Usage usage = null;
        JsonValues.begin(json);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "created" -> created = JsonValues.time(json);
                case "data" -> images(json);
                case "images", "choices" -> elsewhere(json);
                case "usage" -> usage = UsageReader.read(json, usage);
                default -> error.readOrSkip(name, json);
            }
        }
        JsonValues.ensureEnd(json);
        ApiError told = error.get();
        if (told == null && problem != null) {
            told = ApiError.unexplained(problem);
        }
        return new ImagesAnswer(created, images, hasMore, usage, told, null, null, null);
    }

    /** A list of images, or one in its place, where an empty object or text is none: APIs send it with an error. */
    private void images(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                element(json);
            }
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            String first = json.nextFieldName();
            hasMore |= first != null && !isImageOrError(first, json);
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
            hasMore |= !isBlank(JsonValues.longText(json));
        }
    }

    /** Other APIs have their images there. */
    private void elsewhere(JsonParser json) throws IOException {
        if (JsonValues.isArray(json)) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
                hasMore = true;
            }
        }
    }

    private void element(JsonParser json) throws IOException {
        boolean known = JsonValues.isObject(json) && isImageOrError(json.nextFieldName(), json);
        hasMore |= !known;
    }

    private boolean isImageOrError(@Nullable String first, JsonParser json) throws IOException {
        boolean isError = false;
        String base64 = null;
        String url = null;
        String type = null;
        for (String name = first; name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "b64_json" -> base64 = JsonValues.longText(json);
                case "url" -> url = JsonValues.longText(json);
                case "media_type" -> type = JsonValues.text(json);
                case "error" -> {
                    isError = json.currentToken() != JsonToken.VALUE_NULL;
                    error.readError(json);
                }
                default -> json.skipChildren();
            }
        }
        String data = isBlank(base64) ? url : base64;
        if (data != null && data.regionMatches(true, 0, DATA, 0, DATA.length())) { // some upstreams send a data URL
            int comma = data.indexOf(',');
            int end = data.indexOf(';');
            type = isBlank(type) && end > 0 && end < comma ? data.substring(DATA.length(), end) : type;
            data = data.substring(comma + 1);
        }
        if (isBlank(data)) {
            return isError;
        }
        add(data, type);
        return true;
    }

    private void add(String data, @Nullable String type) {
        String base64 = Base64Text.plain(data);
        if (Base64Text.isPlain(base64)) {
            images.add(new Image(base64, null, isBlank(type) ? ImageType.of(base64) : type));
            return;
        }
        boolean isUrl = data.regionMatches(true, 0, "http", 0, "http".length());
        images.add(isUrl ? new Image("", data, type) : new Image(data, null, type));
        if (problem == null) {
            problem = "Image " + images.size() + " of the response is " + (isUrl ? "a URL, and " : "") + "no base64;"
                    + " OpenRouterException.partialResponse() has it";
        }
    }
}
