package dev.langchain4j.model.openrouter.internal.api.decision;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import java.io.IOException;
import java.util.Map;

/** Writes the body of a request for decisions directly to a generator. */
public final class DecisionsRequestWriter {

    private DecisionsRequestWriter() {}

    /** Writes one JSON object and leaves the generator open. */
    public static void write(DecisionsRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        json.writeFieldName("state");
        state(request.state(), json);
        json.writeObjectFieldStart("questions");
        for (Map.Entry<String, DecisionQuestion> question : request.questions().entrySet()) {
            json.writeFieldName(question.getKey());
            JsonValueWriter.writeObject(question.getValue().toJson(), json);
        }
        json.writeEndObject();
        for (Map.Entry<String, Object> extension : request.extensions().entrySet()) {
            json.writeFieldName(extension.getKey());
            JsonValueWriter.write(extension.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void state(DecisionsRequest.State state, JsonGenerator json) throws IOException {
        if (!state.list()) {
            item(state.items().get(0), json);
            return;
        }
        json.writeStartArray();
        for (Object item : state.items()) {
            item(item, json);
        }
        json.writeEndArray();
    }

    private static void item(Object item, JsonGenerator json) throws IOException {
        if (!(item instanceof ContentPart.Image image)) {
            JsonValueWriter.write(item, json);
            return;
        }
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeStringField("url", image.url());
        if (image.detail() != null) {
            json.writeStringField("detail", image.detail());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
