package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;

/** A video that {@code POST /videos} has accepted. Each look moves it: in progress, completed. Thread-safe. */
final class VideoJob {

    private final String id;
    private final Generation generation;
    private final String model;
    private final BigDecimal cost;
    private int looks;

    VideoJob(String id, Generation generation, String model, BigDecimal cost) {
        this.id = id;
        this.generation = generation;
        this.model = model;
        this.cost = cost;
    }

    /** Somebody looks at it. Only a video that is completed costs something. */
    synchronized void advance(Backend backend) {
        looks++;
        if (looks == 2) {
            backend.charge(generation, model, usage());
        }
    }

    synchronized boolean isCompleted() {
        return looks >= 2;
    }

    private ObjectNode usage() {
        return Json.object().put("cost", cost).put("is_byok", false);
    }

    synchronized ObjectNode json(String baseUrl) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("generation_id", generation.id())
                .put("polling_url", "/api/v1/videos/" + id)
                .put("status", looks == 0 ? "pending" : isCompleted() ? "completed" : "in_progress");
        if (isCompleted()) {
            json.putArray("unsigned_urls").add(baseUrl + "/videos/" + id + "/content?index=0");
            json.set("usage", usage());
        }
        return json;
    }
}
