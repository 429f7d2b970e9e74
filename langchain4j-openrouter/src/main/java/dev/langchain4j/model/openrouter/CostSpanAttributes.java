package dev.langchain4j.model.openrouter;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a call by OpenTelemetry's conventions for generative AI.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/">Attributes</a>
 */
final class CostSpanAttributes {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Object> attributes = new LinkedHashMap<>();

    private CostSpanAttributes() {}

    static Map<String, Object> of(OpenRouterCostRecord call) {
        var span = new CostSpanAttributes();
        span.put("gen_ai.operation.name", call.operation());
        span.put("gen_ai.provider.name", "openrouter");
        span.put("gen_ai.request.model", call.modelRequested());
        span.put("gen_ai.response.model", call.modelServed());
        span.put("gen_ai.response.id", call.generationId());
        span.put("gen_ai.conversation.id", call.sessionId());
        if (call.usage() != null) {
            span.putUsage(call.usage());
        }
        span.put("error.type", call.error());
        span.put("openrouter.provider", call.provider());
        span.put("openrouter.outcome", call.outcome().name());
        span.put("openrouter.attempts", (long) call.attempts());
        span.put("openrouter.response_cache", call.cacheStatus());
        span.put("openrouter.time_to_first_token", seconds(call.timeToFirstToken()));
        call.tags().forEach((name, value) -> span.put("openrouter.tag." + name, value));
        return Collections.unmodifiableMap(span.attributes);
    }

    private void putUsage(OpenRouterTokenUsage usage) {
        put("gen_ai.usage.input_tokens", count(usage.inputTokenCount()));
        put("gen_ai.usage.output_tokens", count(usage.outputTokenCount()));
        put("gen_ai.usage.cache_read.input_tokens", count(usage.cachedInputTokens()));
        put("gen_ai.usage.cache_creation.input_tokens", count(usage.cacheWriteInputTokens()));
        put("gen_ai.usage.reasoning.output_tokens", count(usage.reasoningTokens()));
        put("openrouter.byok", usage.byok());
        put(
                "openrouter.upstream_cost",
                usage.upstreamCost() == null
                        ? null
                        : (Double) usage.upstreamCost().doubleValue());
        put(
                "openrouter.cost",
                usage.cost() == null ? null : (Double) usage.cost().doubleValue());
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null ? null : (Long) tokens.longValue();
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : (Double) (duration.toNanos() / NANOS_PER_SECOND);
    }
}
