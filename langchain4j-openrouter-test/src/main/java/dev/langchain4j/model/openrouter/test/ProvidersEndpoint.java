package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GET /providers}: the companies that run the models, without a key and without addresses. */
final class ProvidersEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/providers";
    }

    @Override
    public Reply reply(Call call) {
        ObjectNode body = Json.object();
        ArrayNode providers = body.putArray("data");
        for (String name : Catalog.providers()) {
            providers
                    .addObject()
                    .put("name", name)
                    .put("slug", Catalog.slug(name))
                    .putNull("privacy_policy_url")
                    .putNull("terms_of_service_url")
                    .putNull("status_page_url")
                    .putNull("headquarters")
                    .putArray("datacenters");
        }
        return Reply.json(200, body);
    }
}
