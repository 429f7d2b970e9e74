package dev.langchain4j.model.openrouter.internal.api.embeddings;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes the body of an embeddings request directly to a generator. */
public final class EmbeddingsRequestWriter {

    private EmbeddingsRequestWriter() {}

    /** Writes one JSON object and leaves the generator open. */
    public static void write(EmbeddingsRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        json.writeArrayFieldStart("input");
        boolean textOnly = request.inputs().stream().allMatch(EmbeddingsRequestWriter::isText);
        for (List<ContentPart> input : request.inputs()) {
            if (textOnly) {
                json.writeString(((ContentPart.Text) input.get(0)).text());
            } else {
                parts(input, json);
            }
        }
        json.writeEndArray();
        options(request, json);
        json.writeEndObject();
    }

    /** Writes a request with one text as a line of a batch, which has the model for all of its lines. */
    public static void writeInBatch(EmbeddingsRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField(
                "input", ((ContentPart.Text) request.inputs().get(0).get(0)).text());
        options(request, json);
        json.writeEndObject();
    }

    private static void options(EmbeddingsRequest request, JsonGenerator json) throws IOException {
        if (request.dimensions() != null) {
            json.writeNumberField("dimensions", request.dimensions());
        }
        if (request.encodingFormat() != null) {
            json.writeStringField("encoding_format", request.encodingFormat());
        }
        if (request.inputType() != null) {
            json.writeStringField("input_type", request.inputType());
        }
        for (Map.Entry<String, Object> extension : request.extensions().entrySet()) {
            json.writeFieldName(extension.getKey());
            JsonValueWriter.write(extension.getValue(), json);
        }
    }

    private static boolean isText(List<ContentPart> input) {
        return input.size() == 1 && input.get(0) instanceof ContentPart.Text;
    }

    private static void parts(List<ContentPart> parts, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("content");
        for (ContentPart part : parts) {
            json.writeStartObject();
            part(part, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void part(ContentPart part, JsonGenerator json) throws IOException {
        if (part instanceof ContentPart.Text text) {
            json.writeStringField("type", "text");
            json.writeStringField("text", text.text());
        } else if (part instanceof ContentPart.Image image) {
            json.writeStringField("type", "image_url");
            json.writeObjectFieldStart("image_url");
            json.writeStringField("url", image.url());
            json.writeEndObject();
        } else if (part instanceof ContentPart.Audio audio) {
            json.writeStringField("type", "input_audio");
            json.writeObjectFieldStart("input_audio");
            json.writeStringField("data", audio.data());
            json.writeStringField("format", audio.format());
            json.writeEndObject();
        } else if (part instanceof ContentPart.Video video) {
            media("input_video", video.url(), json);
        } else if (part instanceof ContentPart.File file && file.data() != null) {
            media("input_file", file.data(), json);
        } else {
            throw new IllegalArgumentException(
                    "No part of an embedding request: " + part.getClass().getSimpleName());
        }
    }

    /** @param url a data URL; its subtype is the format */
    private static void media(String type, String url, JsonGenerator json) throws IOException {
        json.writeStringField("type", type);
        json.writeObjectFieldStart(type);
        json.writeStringField("data", url);
        json.writeStringField("format", url.substring(url.indexOf('/') + 1, url.indexOf(';')));
        json.writeEndObject();
    }
}
