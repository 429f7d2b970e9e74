package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a chat that its model cannot have: with a model for something else, with input that it cannot read, with
 * tools, with another parameter that it must support, or longer than its context.
 */
final class Suitability {

    private record Door(String kind, String path) {}

    private static final Map<String, Door> DOORS = Map.of(
            "embeddings", new Door("an embedding model", "/embeddings"),
            "rerank", new Door("a rerank model", "/rerank"),
            "speech", new Door("a speech model", "/audio/speech"),
            "transcription", new Door("a transcription model", "/audio/transcriptions"),
            "video", new Door("a video model", "/videos"),
            "decisions", new Door("a decision model", DecisionsEndpoint.PATH));

    private static final Map<String, String> PARTS = parts();

    /** The fields that the catalog lists by the same names, for each model that supports them. */
    private static final List<String> LISTED = List.of(
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "top_a",
            "frequency_penalty",
            "presence_penalty",
            "repetition_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "seed",
            "stop",
            "response_format",
            "tools",
            "tool_choice",
            "reasoning");

    private Suitability() {}

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("image_url", "image");
        parts.put("input_audio", "audio");
        parts.put("video_url", "video");
        parts.put("input_video", "video");
        return parts;
    }

    /** The refusal; null for a suitable model. */
    static @Nullable ErrorAnswer refusal(Call call, String modelId) {
        JsonNode model = call.backend().catalog().model(modelId);
        if (model == null) {
            return null;
        }
        for (JsonNode output : model.at("/architecture/output_modalities")) {
            Door door = DOORS.get(output.asText());
            if (door != null) {
                return Answer.error(
                        400,
                        modelId + " is " + door.kind
                                + " and cannot be used with the chat/completions endpoint. Use the " + door.path
                                + " endpoint instead.");
            }
        }
        return call.backend().isLenient() ? null : unsupported(call, model);
    }

    /** The refusal of contents that the model of a call cannot read; null if it can. */
    static @Nullable ErrorAnswer unreadable(Call call, JsonNode contents) {
        JsonNode model = call.backend().catalog().model(String.valueOf(call.model()));
        return model == null || call.backend().isLenient() ? null : unreadable(contents, model);
    }

    private static @Nullable ErrorAnswer unreadable(JsonNode contents, JsonNode model) {
        for (JsonNode one : contents) {
            for (JsonNode part : one.path("content")) {
                String kind = PARTS.get(part.path("type").asText());
                JsonNode inputs = model.at("/architecture/input_modalities");
                if (kind != null && inputs.isArray() && !Catalog.has(inputs, kind)) {
                    return Answer.error(
                            404,
                            "No endpoints found that support "
                                    + (kind.equals("image") ? "image input" : "input " + kind));
                }
            }
        }
        return null;
    }

    private static @Nullable ErrorAnswer unsupported(Call call, JsonNode model) {
        JsonNode body = call.body();
        ErrorAnswer unreadable = unreadable(body.path("messages"), model);
        if (unreadable != null) {
            return unreadable;
        }
        JsonNode parameters = model.path("supported_parameters");
        boolean usesTools = !body.path("tools").isEmpty()
                && !body.path("tool_choice").asText().equals("none");
        if (usesTools && parameters.isArray() && !Catalog.has(parameters, "tools")) {
            return Answer.error(404, "No endpoints found that support tool use.");
        }
        if (!call.isForOneModel()) {
            return null;
        }
        return parameters.isArray() && lacksRequired(body, parameters)
                ? Answer.error(404, "No endpoints found that can handle the requested parameters.")
                : ContextLength.refusal(body, model);
    }

    private static boolean lacksRequired(JsonNode body, JsonNode parameters) {
        return body.at("/provider/require_parameters").asBoolean()
                && LISTED.stream().anyMatch(field -> body.hasNonNull(field) && !Catalog.has(parameters, field));
    }
}
