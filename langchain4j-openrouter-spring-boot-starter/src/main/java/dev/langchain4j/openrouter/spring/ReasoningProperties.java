package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import org.jspecify.annotations.Nullable;

/**
 * How much a model thinks.
 *
 * @param effort From "none" to "xhigh"; not together with "maxTokens".
 * @param maxTokens Most tokens of reasoning; not together with "effort".
 * @param exclude Whether the reasoning is left out of the answer.
 * @param enabled Whether the model thinks, as much as it usually does.
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
