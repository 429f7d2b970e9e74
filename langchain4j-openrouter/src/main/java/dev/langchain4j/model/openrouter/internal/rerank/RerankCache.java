package dev.langchain4j.model.openrouter.internal.rerank;

import org.jspecify.annotations.Nullable;

/**
 * Keeps replies of earlier calls. Only replies with a verdict for every passage are stored. Several threads call it in
 * parallel; it must neither block for long nor throw.
 */
public interface RerankCache {

    /** The reply for this key, or null. */
    @Nullable
    String get(String key);

    /**
     * @param key a hash of the cache scope, the query, the passages of the call in their order and the options that
     *     shape the reply; it reveals no text
     */
    void put(String key, String reply);
}
