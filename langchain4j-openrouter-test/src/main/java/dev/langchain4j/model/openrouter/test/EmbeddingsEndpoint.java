package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /embeddings}: vectors by {@link WordVectors}, as numbers or as base64; refusals with OpenRouter's
 * messages.
 */
final class EmbeddingsEndpoint extends PostEndpoint {

    private static final FieldRules RULES = ProviderRules.rules()
            .integer("dimensions", 1, Integer.MAX_VALUE)
            .word("encoding_format", "float", "base64")
            .text("input_type", Integer.MAX_VALUE)
            .check("input", EmbeddingsEndpoint::inputProblem);

    private static final PartRules PARTS = new PartRules()
            .part("text", "text")
            .part("image_url", "image_url.url")
            .part("input_audio", "input_audio.data")
            .part("input_video", "input_video.data")
            .part("input_file", "input_file.data");

    private static final int USUAL_DIMENSIONS = 1024;
    private static final Map<String, Integer> DIMENSIONS =
            Map.of("openai/text-embedding-3-small", 1536, "openai/text-embedding-3-large", 3072);

    EmbeddingsEndpoint() {
        super("/embeddings", RULES);
    }

    @Override
    Reply answer(Call call, JsonNode body) {
        JsonNode input = body.path("input");
        if (input.isMissingNode()
                || input.isNull()
                || input.isContainerNode() && input.isEmpty()
                || hasEmptyText(input)) {
            return refuse(call, 400, "Input required: specify \"input\"");
        }
        ErrorAnswer wrongModel = wrongModel(call, "embeddings");
        if (wrongModel != null) {
            return refuse(call, wrongModel);
        }
        ErrorAnswer unreadable = Suitability.unreadable(call, input);
        if (unreadable != null) {
            return refuse(call, unreadable);
        }
        return embed(
                call,
                call.modelOrAsAsked(),
                input.isArray() && !isTokens(input) ? input : Json.array().add(input));
    }

    private static @Nullable String inputProblem(JsonNode input) {
        if (!input.isTextual() && !input.isArray()) {
            return FieldRules.expected("string", input);
        }
        for (int i = 0; i < input.size(); i++) {
            String problem = elementProblem(input.get(i));
            if (problem != null) {
                return "." + i + problem;
            }
        }
        return null;
    }

    private static @Nullable String elementProblem(JsonNode one) {
        JsonNode parts = one.path("content");
        if (parts.isArray()) {
            String problem =
                    parts.isEmpty() ? ": Too small: expected array to have >=1 items" : PARTS.problemOfAll(parts);
            return problem == null ? null : ".content" + problem;
        }
        boolean known = one.isTextual() || one.isIntegralNumber() || one.isArray() && isTokens(one);
        return known ? null : FieldRules.expected("string", one);
    }

    private static boolean hasEmptyText(JsonNode input) {
        if (input.isTextual()) {
            return input.asText().isEmpty();
        }
        for (JsonNode element : input) {
            if (element.isTextual() && element.asText().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTokens(JsonNode input) {
        return input.path(0).isNumber();
    }

    private static Reply embed(Call call, String model, JsonNode inputs) {
        JsonNode body = call.body();
        int usual = DIMENSIONS.getOrDefault(model.replace(":batch", ""), USUAL_DIMENSIONS);
        int dimensions = Math.max(1, body.path("dimensions").asInt(usual));
        boolean base64 = body.path("encoding_format").asText().equals("base64");
        ArrayNode data = Json.array();
        int tokens = 0;
        for (JsonNode input : inputs) {
            float[] vector = WordVectors.of(input, body.path("input_type").asText(), dimensions);
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            entry.set("embedding", base64 ? WordVectors.base64(vector) : WordVectors.numbers(vector));
            tokens += Usage.inputTokens(input);
        }
        BigDecimal cost = call.backend().catalog().price(model, "prompt").multiply(BigDecimal.valueOf(tokens));
        ObjectNode usage = Json.object()
                .put("prompt_tokens", tokens)
                .put("total_tokens", tokens)
                .put("cost", cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros())
                .put("is_byok", false);
        Generation generation = call.nextGeneration();
        call.backend().charge(generation, model, usage);
        ObjectNode answer = Json.object()
                .put("id", generation.id())
                .put("object", "list")
                .put("model", model)
                .put("provider", call.backend().catalog().provider(model));
        answer.set("data", data);
        answer.set("usage", usage);
        return Reply.json(200, answer).withHeader("X-Generation-Id", generation.id());
    }
}
