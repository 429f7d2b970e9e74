package dev.langchain4j.model.openrouter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the replies of {@link OpenRouterLlmScoringModel}'s calls, so that a repeated question over the same passages
 * makes no request. The model stores only complete replies. Several threads call it in parallel; it must not block for
 * long. Its exceptions are logged, and the model runs without the cache.
 */
public interface OpenRouterRerankCache {

    /** The reply for this key, null if there is none. */
    @Nullable
    String get(String key);

    /**
     * Keeps a reply.
     *
     * @param key a hash of the model, the query, the passages of the call and the options that shape its reply; it
     *     reveals no text
     * @param reply grades or an order by the numbers of the passages; no text of the passages
     */
    void put(String key, String reply);

    /** A cache in memory for this number of replies; it drops the least recently used one. Thread-safe. */
    static OpenRouterRerankCache inMemory(int maxReplies) {
        SetterChecks.atLeast("maxReplies", maxReplies, 1);
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
