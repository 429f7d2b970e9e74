package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /models}: the catalog, for everybody. */
final class ModelsEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/models";
    }

    @Override
    public Reply reply(Call call) {
        ArrayNode models = call.backend().catalog().list();
        ObjectNode body = Json.object();
        body.set("data", models);
        body.put("total_count", models.size());
        body.putObject("links").putNull("next");
        return Reply.json(200, body);
    }
}
