package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /credits}, with the management key: 100 dollars of credits, and the server's charges as usage. */
final class CreditsEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/credits";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedManagement();
        if (refused != null) {
            return refused.content(call, this);
        }
        ObjectNode body = Json.object();
        body.putObject("data")
                .put("total_credits", 100)
                .put("total_usage", call.backend().ledger().cost());
        return Reply.json(200, body);
    }
}
