package dev.langchain4j.model.openrouter.internal.api.media;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of requests for images and audio: one JSON object each, the generator is left open. */
public final class MediaRequestWriter {

    private MediaRequestWriter() {}

    public static void write(ImagesRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        json.writeStringField("prompt", request.prompt());
        if (request.n() != null) {
            json.writeNumberField("n", request.n());
        }
        options(request.options(), json);
        if (!request.references().isEmpty()) {
            json.writeArrayFieldStart("input_references");
            for (String url : request.references()) {
                json.writeStartObject();
                json.writeStringField("type", "image_url");
                json.writeObjectFieldStart("image_url");
                json.writeStringField("url", url);
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    public static void write(SpeechRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        json.writeStringField("input", request.input());
        text("voice", request.voice(), json);
        options(request.options(), json);
        json.writeEndObject();
    }

    public static void write(TranscriptionRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        text("language", request.language(), json);
        if (request.temperature() != null) {
            json.writeNumberField("temperature", request.temperature());
        }
        options(request.options(), json);
        json.writeObjectFieldStart("input_audio");
        json.writeStringField("data", request.audio().data());
        json.writeStringField("format", request.audio().format());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void text(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void options(Map<String, Object> options, JsonGenerator json) throws IOException {
        for (Map.Entry<String, Object> option : options.entrySet()) {
            json.writeFieldName(option.getKey());
            JsonValueWriter.write(option.getValue(), json);
        }
    }
}
