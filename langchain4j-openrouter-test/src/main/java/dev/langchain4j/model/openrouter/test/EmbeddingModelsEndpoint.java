package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /embeddings/models}: the embedding models, without a key. */
final class EmbeddingModelsEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/embeddings/models";
    }

    @Override
    public Reply reply(Call call) {
        List<JsonNode> models = new ArrayList<>();
        for (JsonNode model : call.backend().catalog().list()) {
            if (Catalog.has(model.at("/architecture/output_modalities"), "embeddings")) {
                models.add(model);
            }
        }
        return ModelsPage.of(models, call, this);
    }
}
