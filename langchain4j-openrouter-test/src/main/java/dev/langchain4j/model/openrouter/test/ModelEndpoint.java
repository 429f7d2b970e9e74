package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code GET /model/{author}/{slug}}, without a key: one model, as {@code GET /models} lists it. */
final class ModelEndpoint extends OneModelEndpoint {

    ModelEndpoint() {
        super("/model/{author}/{slug}");
    }

    @Override
    JsonNode data(Call call, JsonNode model) {
        return model;
    }
}
