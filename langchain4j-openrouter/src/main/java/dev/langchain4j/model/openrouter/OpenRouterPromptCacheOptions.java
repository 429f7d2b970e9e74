package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.util.Map;

/**
 * Prompt cache settings of OpenAI's models from GPT-5.6 on; other models ignore them.
 *
 * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
 */
public final class OpenRouterPromptCacheOptions extends WireObject {

    private OpenRouterPromptCacheOptions(Map<String, ?> members) {
        super(members);
    }

    /** Caches only what {@code cacheControl} marks; without a mark, nothing. */
    public static OpenRouterPromptCacheOptions explicit() {
        return of(Map.of("mode", "explicit"));
    }

    /**
     * Like {@link #explicit()}, for this time.
     *
     * @param ttl {@code 30m}
     */
    public static OpenRouterPromptCacheOptions explicit(String ttl) {
        ensureNotNull(ttl, "ttl");
        if (ttl.isBlank()) {
            throw new IllegalArgumentException("promptCacheOptions.ttl must not be blank");
        }
        return of(Map.of("mode", "explicit", "ttl", ttl));
    }

    /** In OpenRouter's own field names, for options without a factory here. */
    public static OpenRouterPromptCacheOptions of(Map<String, ?> fields) {
        return new OpenRouterPromptCacheOptions(fields);
    }
}
