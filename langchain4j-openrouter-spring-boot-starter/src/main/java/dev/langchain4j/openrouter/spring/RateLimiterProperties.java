package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Limits of calls of all models.
 *
 * @param requestsPerMinute Most attempts that start in any 60 seconds.
 * @param tokensPerMinute Most tokens of the attempts that start in any 60 seconds.
 * @param maxConcurrency Most calls under way.
 */
public record RateLimiterProperties(
        @Nullable Integer requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Integer maxConcurrency) implements Setting {

    @Override
    public OpenRouterRateLimiter setting(String group) {
        return Setters.build(group, this, OpenRouterRateLimiter.builder(), OpenRouterRateLimiter.Builder::build);
    }
}
