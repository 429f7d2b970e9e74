package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code GET /models/{author}/{slug}/endpoints}, without a key: each model has one endpoint, its company's own. */
final class ModelEndpointsEndpoint extends OneModelEndpoint {

    private static final List<String> FIELDS_OF_MODEL = List.of("id", "name", "created", "description", "architecture");

    ModelEndpointsEndpoint() {
        super("/models/{author}/{slug}/endpoints");
    }

    @Override
    JsonNode data(Call call, JsonNode model) {
        ObjectNode data = Json.object();
        for (String field : FIELDS_OF_MODEL) {
            data.set(field, model.path(field));
        }
        data.putArray("endpoints").add(endpoint(call, model));
        return data;
    }

    /** The one endpoint of a model. */
    static ObjectNode endpoint(Call call, JsonNode model) {
        String id = model.path("id").asText();
        String provider = call.backend().catalog().provider(id);
        ObjectNode endpoint = Json.object();
        endpoint.put("name", provider + " | " + model.path("canonical_slug").asText())
                .put("model_id", id)
                .put("model_name", model.path("name").asText())
                .put("provider_name", provider)
                .put("tag", Catalog.slug(provider))
                .putNull("quantization")
                .put("status", 0)
                .put("supports_implicit_caching", false)
                .put("supports_voice_cloning", false)
                .putNull("max_prompt_tokens")
                .put("uptime_last_5m", 100)
                .put("uptime_last_30m", 100)
                .put("uptime_last_1d", 99.9);
        endpoint.put("context_length", model.path("context_length").asInt());
        endpoint.set("max_completion_tokens", model.at("/top_provider/max_completion_tokens"));
        endpoint.set("pricing", model.path("pricing"));
        endpoint.set("supported_parameters", model.path("supported_parameters"));
        boolean choosesTools = Catalog.has(model.path("supported_parameters"), "tool_choice");
        endpoint.putObject("supports_tool_choice")
                .put("auto", choosesTools)
                .put("none", choosesTools)
                .put("required", choosesTools)
                .put("function", choosesTools);
        speed(endpoint, "latency_last_30m", call.hasKey(), 420);
        speed(endpoint, "throughput_last_30m", call.hasKey(), 80);
        return endpoint;
    }

    /** Reported only with a key. */
    private static void speed(ObjectNode endpoint, String field, boolean known, int median) {
        if (known) {
            endpoint.putObject(field)
                    .put("p50", median)
                    .put("p75", median * 1.5)
                    .put("p90", median * 2)
                    .put("p99", median * 4);
        } else {
            endpoint.putNull(field);
        }
    }
}
