package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Ledger.Charge;
import java.util.Optional;

/** {@code GET /generation?id=gen-...}: the ledger's data about an answer. */
final class GenerationEndpoint implements Endpoint {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/generation";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedKey();
        if (refused != null) {
            return refused.content(call, this);
        }
        String id = call.request().queryParameters().getOrDefault("id", "");
        Optional<JsonNode> usage = call.backend().lookUp(id);
        Optional<Charge> charge = call.backend().ledger().charges().stream()
                .filter(one -> one.generationId().equals(id))
                .findFirst();
        if (usage.isEmpty() || charge.isEmpty()) {
            return Answer.error(404, "Generation " + id + " not found").content(call, this);
        }
        return Reply.json(200, describe(charge.get(), usage.get(), call.backend()));
    }

    private static ObjectNode describe(Charge charge, JsonNode usage, Backend backend) {
        ObjectNode body = Json.object();
        JsonNode upstream = usage.at("/cost_details/upstream_inference_cost");
        Backend.Ending ending = backend.ending(charge.generationId());
        body.putObject("data")
                .put("id", charge.generationId())
                .put("model", charge.model())
                .put("provider_name", backend.catalog().provider(charge.model()))
                .put("total_cost", charge.cost())
                .put("usage", charge.cost())
                .put("tokens_prompt", charge.promptTokens())
                .put("tokens_completion", charge.completionTokens())
                .put("native_tokens_prompt", charge.promptTokens())
                .put("native_tokens_completion", charge.completionTokens())
                .put(
                        "native_tokens_reasoning",
                        usage.at("/completion_tokens_details/reasoning_tokens").asLong())
                .put(
                        "native_tokens_cached",
                        usage.at("/prompt_tokens_details/cached_tokens").asLong())
                .putNull("cache_discount")
                .put("finish_reason", ending.finishReason())
                .put("native_finish_reason", ending.nativeFinishReason())
                .put("latency", 12)
                .put("generation_time", 34)
                .put("streamed", ending.streamed())
                .put("cancelled", false)
                .put("is_byok", usage.path("is_byok").asBoolean())
                .putNull("upstream_id")
                .put("upstream_inference_cost", upstream.isNumber() ? upstream.decimalValue() : null)
                .putNull("session_id")
                .putNull("app_id")
                .putNull("moderation_latency")
                .putNull("service_tier")
                .putNull("native_tokens_completion_images")
                .putNull("num_media_prompt")
                .putNull("num_input_audio_prompt")
                .putNull("num_media_completion")
                .putNull("num_search_results")
                .putNull("num_fetches")
                .putNull("web_search_engine")
                .put("origin", "")
                .putNull("external_user")
                .putNull("api_type")
                .putNull("preset_id")
                .putNull("router")
                .putNull("provider_responses")
                .putNull("user_agent")
                .putNull("http_referer")
                .put("data_region", "global")
                .putNull("workspace_id")
                .put("created_at", "2025-08-19T10:40:00.000Z");
        return body;
    }
}
