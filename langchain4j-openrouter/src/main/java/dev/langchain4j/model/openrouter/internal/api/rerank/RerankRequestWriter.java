package dev.langchain4j.model.openrouter.internal.api.rerank;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest.Document;
import java.io.IOException;
import java.util.Map;

/** Writes the body of a rerank request directly to a generator; null is never written. */
public final class RerankRequestWriter {

    private RerankRequestWriter() {}

    /** Writes one JSON object and leaves the generator open. */
    public static void write(RerankRequest request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", request.model());
        json.writeStringField("query", request.query());
        json.writeArrayFieldStart("documents");
        for (Document document : request.documents()) {
            document(document, json);
        }
        json.writeEndArray();
        // always all of them: without it some providers refuse the request, others return only the best few
        json.writeNumberField("top_n", request.documents().size());
        if (request.provider() != null) {
            json.writeFieldName("provider");
            JsonValueWriter.write(request.provider(), json);
        }
        for (Map.Entry<String, Object> extension : request.extensions().entrySet()) {
            json.writeFieldName(extension.getKey());
            JsonValueWriter.write(extension.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void document(Document document, JsonGenerator json) throws IOException {
        if (document.image() == null) {
            json.writeString(document.text());
            return;
        }
        json.writeStartObject();
        if (document.text() != null) {
            json.writeStringField("text", document.text());
        }
        json.writeStringField("image", document.image());
        json.writeEndObject();
    }
}
