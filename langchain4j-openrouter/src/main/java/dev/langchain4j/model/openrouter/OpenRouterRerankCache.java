package dev.langchain4j.model.openrouter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the replies of {@link OpenRouterLlmScoringModel}'s calls, so that a repeated question over the same passages
 * makes no request. Only complete replies are offered. Called from any thread, by several at once; must not block for
 * long. What it throws is logged, and the model is asked as if nothing were kept.
 */
public interface OpenRouterRerankCache {

    /** The reply kept under this key, null if there is none. */
    @Nullable
    String get(String key);

    /**
     * Keeps a reply.
     *
     * @param key a hash of the model, the query, the passages of the call and the options that shape its reply; no text can
     *     be read from it
     * @param reply grades or an order by the numbers of the passages; no text of theirs
     */
    void put(String key, String reply);

    /** In memory, at most so many replies; the one that was not used for the longest time goes first. Thread-safe. */
    static OpenRouterRerankCache inMemory(int maxReplies) {
        if (maxReplies < 1) {
            throw new IllegalArgumentException("maxReplies must be at least 1, but is " + maxReplies);
        }
        Map<String, String> replies = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > maxReplies;
            }
        };
        return new OpenRouterRerankCache() {
            @Override
            public @Nullable String get(String key) {
                synchronized (replies) {
                    return replies.get(key);
                }
            }

            @Override
            public void put(String key, String reply) {
                synchronized (replies) {
                    replies.put(key, reply);
                }
            }
        };
    }
}
