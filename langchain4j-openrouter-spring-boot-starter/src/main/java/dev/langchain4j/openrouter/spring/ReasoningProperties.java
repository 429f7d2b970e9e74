package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import org.jspecify.annotations.Nullable;

/**
 * How much a model thinks.
 *
 * @param effort From "none" to "xhigh"; not together with "maxTokens".
 * @param maxTokens Maximum tokens of reasoning; not together with "effort".
 * @param exclude Whether the answer leaves out the reasoning.
 * @param enabled Whether the model thinks, with its default effort.
 */
public record ReasoningProperties(
        @Nullable String effort,
        @Nullable Integer maxTokens,
        @Nullable Boolean exclude,
        @Nullable Boolean enabled) {

    static @Nullable OpenRouterReasoning reasoning(@Nullable ReasoningProperties properties) {
        return properties == null ? null : properties.reasoning();
    }

    private OpenRouterReasoning reasoning() {
        return OpenRouterReasoning.builder()
                .effort(effort)
                .maxTokens(maxTokens)
                .exclude(exclude)
                .enabled(enabled)
                .build();
    }
}
