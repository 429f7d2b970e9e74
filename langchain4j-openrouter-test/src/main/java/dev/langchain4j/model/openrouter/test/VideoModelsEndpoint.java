package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code GET /videos/models}, without a key: what each model for videos can do, and its price per second. */
final class VideoModelsEndpoint implements Endpoint {

    /** The name of the price in the catalog, too. */
    static final String SKU = "duration_seconds";

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/videos/models";
    }

    @Override
    public Reply reply(Call call) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        for (JsonNode model : call.backend().catalog().list()) {
            if (Catalog.has(model.at("/architecture/output_modalities"), "video")) {
                data.add(describe(model));
            }
        }
        return Reply.json(200, body);
    }

    private static ObjectNode describe(JsonNode model) {
        ObjectNode json = Json.object();
        for (String field : List.of("id", "canonical_slug", "name", "created", "description")) {
            json.set(field, model.path(field));
        }
        json.putObject("pricing_skus").set(SKU, model.path("pricing").path(SKU));
        json.putArray("supported_aspect_ratios").add("16:9").add("9:16");
        json.putArray("supported_durations").add(4).add(6).add(8);
        json.putArray("supported_frame_images").add("first_frame").add("last_frame");
        json.putArray("supported_resolutions").add("720p").add("1080p");
        json.putArray("allowed_passthrough_parameters");
        List.of("supported_sizes", "seed", "upscale_factor", "creativity").forEach(json::putNull);
        return json.put("generate_audio", true);
    }
}
