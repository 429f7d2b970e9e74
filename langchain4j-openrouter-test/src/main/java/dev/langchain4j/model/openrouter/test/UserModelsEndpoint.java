package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /models/user}: the models that a key can use. Its account excludes free models, which keep data. */
final class UserModelsEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/models/user";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedKey();
        if (refused != null) {
            return refused.content(call, this);
        }
        List<JsonNode> models = new ArrayList<>();
        for (JsonNode model : call.backend().catalog().list()) {
            if (!model.path("id").asText().endsWith(":free")) {
                models.add(model);
            }
        }
        return ModelsPage.of(models, call, this);
    }
}
