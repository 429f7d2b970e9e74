package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /endpoints/zdr}, without a key: here only the free models' endpoints keep data. */
final class ZeroDataRetentionEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/endpoints/zdr";
    }

    @Override
    public Reply reply(Call call) {
        ObjectNode body = Json.object();
        ArrayNode endpoints = body.putArray("data");
        for (JsonNode model : call.backend().catalog().list()) {
            if (!model.path("id").asText().endsWith(":free")) {
                endpoints.add(ModelEndpointsEndpoint.endpoint(call, model));
            }
        }
        return Reply.json(200, body);
    }
}
