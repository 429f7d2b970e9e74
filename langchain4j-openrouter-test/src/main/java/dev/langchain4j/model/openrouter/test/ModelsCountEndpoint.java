package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /models/count}, without a key: the number of models that {@code GET /models} lists for the same query. */
final class ModelsCountEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/models/count";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = ModelsEndpoint.refusedQuery(call);
        if (refused != null) {
            return refused.content(call, this);
        }
        ObjectNode body = Json.object();
        body.putObject("data").put("count", ModelsEndpoint.found(call).size());
        return Reply.json(200, body);
    }
}
