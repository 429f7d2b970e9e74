package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's record of one answer. Amounts are US dollars; null means not reported.
 *
 * @param id as in {@link OpenRouterChatResponseMetadata#generationId()}
 * @param model the model that answered
 * @param providerName the company that ran it
 * @param totalCost what the account was charged
 * @param upstreamCost what the provider charged to your own key
 * @param cacheDiscount what the provider's cache saved; negative if writing to it cost more
 * @param inputTokens by the model's own tokenizer
 * @param outputTokens by the model's own tokenizer, reasoning included
 * @param reasoningTokens part of the output
 * @param cachedInputTokens part of the input
 * @param finishReason OpenRouter's finish reason
 * @param nativeFinishReason the provider's finish reason
 * @param latency until the first token
 * @param generationTime from the first token to the last
 * @param streamed whether it was a stream
 * @param cancelled whether it was cancelled
 * @param byok whether your own provider key paid for it
 * @param created when it was requested
 * @param fields all fields, by OpenRouter's names; immutable
 * @see <a href="https://openrouter.ai/docs/api-reference/get-a-generation">Generation</a>
 */
public record OpenRouterGeneration(
        @Nullable String id,
        @Nullable String model,
        @Nullable String providerName,
        @Nullable BigDecimal totalCost,
        @Nullable BigDecimal upstreamCost,
        @Nullable BigDecimal cacheDiscount,
        @Nullable Integer inputTokens,
        @Nullable Integer outputTokens,
        @Nullable Integer reasoningTokens,
        @Nullable Integer cachedInputTokens,
        @Nullable String finishReason,
        @Nullable String nativeFinishReason,
        @Nullable Duration latency,
        @Nullable Duration generationTime,
        @Nullable Boolean streamed,
        @Nullable Boolean cancelled,
        @Nullable Boolean byok,
        @Nullable Instant created,
        Map<String, Object> fields) {

    /** Copies the map. */
    public OpenRouterGeneration {
        fields = ImmutableJson.copyOf(fields, "fields");
    }

    static OpenRouterGeneration from(JsonObject generation) {
        return new OpenRouterGeneration(
                generation.text("id"),
                generation.text("model"),
                generation.text("provider_name"),
                generation.cost("total_cost"),
                generation.cost("upstream_inference_cost"),
                generation.decimal("cache_discount"),
                generation.count("native_tokens_prompt"),
                generation.count("native_tokens_completion"),
                generation.count("native_tokens_reasoning"),
                generation.count("native_tokens_cached"),
                generation.text("finish_reason"),
                generation.text("native_finish_reason"),
                generation.millis("latency"),
                generation.millis("generation_time"),
                generation.flag("streamed"),
                generation.flag("cancelled"),
                generation.flag("is_byok"),
                generation.instant("created_at"),
                generation.members());
    }
}
