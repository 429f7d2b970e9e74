package dev.langchain4j.model.openrouter.test;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** Counts tokens, four characters each, and writes usage as OpenRouter does. */
final class Usage {

    static final int CHARACTERS_PER_TOKEN = 4;

    private static final int TOKENS_PER_ATTACHMENT = 85;

    private Usage() {}

    static int tokens(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    static int promptTokens(JsonNode request) {
        int tokens = tokens(request.path("prompt").asText())
                + tokens(request.path("tools").isEmpty() ? "" : Json.text(request.path("tools")));
        for (JsonNode message : request.path("messages")) {
            JsonNode content = message.path("content");
            tokens += tokens(Conversation.text(content));
            for (JsonNode part : content) {
                tokens += part.path("type").asText().equals("text") ? 0 : TOKENS_PER_ATTACHMENT;
            }
            tokens += message.path("tool_calls").isEmpty() ? 0 : tokens(Json.text(message.path("tool_calls")));
        }
        return tokens;
    }

    /** The tokens of one element of an embedding request's {@code input}. */
    static int inputTokens(JsonNode input) {
        if (input.isTextual()) {
            return tokens(input.asText());
        }
        int tokens = input.isArray() ? input.size() : input.isNumber() ? 1 : 0;
        for (JsonNode part : input.path("content")) {
            tokens += part.path("type").asText().equals("text")
                    ? tokens(part.path("text").asText())
                    : TOKENS_PER_ATTACHMENT;
        }
        return tokens;
    }

    static ObjectNode priced(Catalog catalog, String model, int promptTokens, int completionTokens) {
        BigDecimal prompt = catalog.price(model, "prompt").multiply(BigDecimal.valueOf(promptTokens));
        BigDecimal completion = catalog.price(model, "completion").multiply(BigDecimal.valueOf(completionTokens));
        ObjectNode usage = counted(promptTokens, completionTokens, prompt.add(completion));
        usage.withObject("/cost_details")
                .put("upstream_inference_prompt_cost", plain(prompt))
                .put("upstream_inference_completions_cost", plain(completion));
        return usage;
    }

    /** A scripted cost. */
    static BigDecimal cost(String dollars) {
        try {
            return new BigDecimal(requireNonNull(dollars, "cost"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cost: US dollars such as \"0.0001\", not \"" + dollars + "\"", e);
        }
    }

    static ObjectNode counted(int promptTokens, int completionTokens, BigDecimal cost) {
        ObjectNode usage = Json.object()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens)
                .put("cost", plain(cost))
                .put("is_byok", false);
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", 0)
                .put("cache_write_tokens", 0)
                .put("audio_tokens", 0)
                .put("video_tokens", 0);
        usage.putObject("cost_details")
                .putNull("upstream_inference_cost")
                .putNull("upstream_inference_prompt_cost")
                .putNull("upstream_inference_completions_cost");
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0).put("image_tokens", 0);
        return usage;
    }

    private static BigDecimal plain(BigDecimal cost) {
        return cost.signum() == 0 ? BigDecimal.ZERO : cost.stripTrailingZeros();
    }
}
