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

    private static final String EMPTY = ": Too small: expected array to have >=1 items";

    private static final int USUAL_DIMENSIONS = 1024;
    private static final int MAX_DIMENSIONS = 65_536; // more than any model has
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
        String model = call.modelOrAsAsked();
        int maxDimensions = DIMENSIONS.getOrDefault(model.replace(":batch", ""), MAX_DIMENSIONS);
        int dimensions = body.path("dimensions").asInt(1);
        if (dimensions > maxDimensions && !call.backend().isLenient()) {
            return refuse(
                    call,
                    Answer.error(400, "Provider returned error")
                            .provider(call.backend().catalog().provider(model))
                            .raw("Invalid value for 'dimensions' = " + dimensions + ". Must be less than or equal to "
                                    + maxDimensions + "."));
        }
        return embed(
                call,
                model,
                input.isArray() && !isTokens(input) ? input : Json.array().add(input));
    }

    private static @Nullable String inputProblem(JsonNode input) {
        if (input.isTextual()) {
            return null;
        }
        return input.isArray()
                ? FieldRules.each(input, one -> elementProblem(one, input.get(0)))
                : FieldRules.expected("string", input);
    }

    /** All elements are of the kind of the first: texts, tokens, arrays of tokens, or contents. */
    private static @Nullable String elementProblem(JsonNode one, JsonNode first) {
        if (one.getNodeType() != first.getNodeType()) {
            return FieldRules.expected(FieldRules.name(first), one);
        }
        if (one.isTextual()) {
            return null;
        }
        if (one.isNumber()) {
            return tokenProblem(one);
        }
        if (one.isArray()) {
            return one.isEmpty() ? EMPTY : FieldRules.each(one, EmbeddingsEndpoint::tokenProblem);
        }
        JsonNode parts = one.path("content");
        if (!parts.isArray()) {
            return FieldRules.expected("string", one);
        }
        String problem = parts.isEmpty() ? EMPTY : FieldRules.each(parts, EmbeddingsEndpoint::partProblem);
        return problem == null ? null : ".content" + problem;
    }

    private static @Nullable String tokenProblem(JsonNode token) {
        return token.isIntegralNumber() ? null : FieldRules.expected("int", token);
    }

    private static @Nullable String partProblem(JsonNode part) {
        String problem = PARTS.problem(part);
        boolean isEmpty = problem == null && part.path("text").asText("-").isEmpty();
        return isEmpty ? ".text: Too small: expected string to have >=1 characters" : problem;
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
        int dimensions =
                Math.max(1, Math.min(MAX_DIMENSIONS, body.path("dimensions").asInt(usual)));
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
