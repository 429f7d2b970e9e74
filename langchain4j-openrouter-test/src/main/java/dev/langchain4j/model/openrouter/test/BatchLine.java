package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes the result of a line from the reply that a live request would have got. */
final class BatchLine {

    private static final String VARIANT = ":batch";

    private BatchLine() {}

    static ObjectNode of(String customId, Reply reply) {
        boolean arrived = reply.fault() == null && reply.steps() == null;
        JsonNode body = arrived ? Json.read(reply.body()) : MissingNode.getInstance();
        ObjectNode line = Json.object().put("id", "batch_req_" + customId).put("custom_id", customId);
        if (arrived && reply.status() == 200) {
            line.putObject("response")
                    .put("status_code", 200)
                    .put("request_id", "req_" + customId)
                    .set("body", body.isMissingNode() ? null : withoutVariant(body));
            return line.putNull("error");
        }
        line.putNull("response").set("error", error(arrived ? reply.status() : 502, body));
        return line;
    }

    /** Answers name the model without its variant. */
    private static JsonNode withoutVariant(JsonNode body) {
        String model = body.path("model").asText();
        return body instanceof ObjectNode object && model.endsWith(VARIANT)
                ? object.put("model", model.substring(0, model.length() - VARIANT.length()))
                : body;
    }

    private static ObjectNode error(int status, JsonNode body) {
        JsonNode error = body.path("error");
        String kind =
                error.at("/metadata/error_type").asText(error.path("error_type").asText());
        return Json.object()
                .put("message", error.path("message").asText("Provider disconnected"))
                .put("type", status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .put("error_type", kind.isEmpty() ? null : kind)
                .put("code", status);
    }
}
