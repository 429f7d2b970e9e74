package dev.langchain4j.model.openrouter;

import java.util.Map;

/**
 * How OpenAI's models from GPT-5.6 on use their prompt cache; other models do not know it.
 *
 * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
 */
public final class OpenRouterPromptCacheOptions extends WireObject {

    private OpenRouterPromptCacheOptions(Map<String, ?> members) {
        super(members);
    }

    /** Nothing is kept but what {@code cacheControl} marks; without a mark, nothing at all. */
    public static OpenRouterPromptCacheOptions explicit() {
        return of(Map.of("mode", "explicit"));
    }

    /**
     * Like {@link #explicit()}, for so long.
     *
     * @param ttl {@code 30m}
     */
    public static OpenRouterPromptCacheOptions explicit(String ttl) {
        if (ttl.isBlank()) {
            throw new IllegalArgumentException("promptCacheOptions.ttl must not be blank");
        }
        return of(Map.of("mode", "explicit", "ttl", ttl));
    }

    /** In OpenRouter's own field names, for what has no factory here. */
    public static OpenRouterPromptCacheOptions of(Map<String, ?> fields) {
        return new OpenRouterPromptCacheOptions(fields);
    }
}
