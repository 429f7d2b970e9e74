package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.rerank.RerankCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Wraps a user's cache: if it fails, reranking continues without it. The first failure in a row is a warning. */
final class RerankCacheGuard implements RerankCache {

    private final OpenRouterRerankCache cache;
    private final Logger log;

    /** Shared by all calls; a race causes a second warning at most. */
    private volatile boolean failing;

    RerankCacheGuard(OpenRouterRerankCache cache, Logger log) {
        this.cache = cache;
        this.log = log;
    }

    @Override
    public @Nullable String get(String key) {
        return ExceptionGuard.get(
                () -> {
                    String reply = cache.get(key);
                    failing = false;
                    return reply;
                },
                this::failed);
    }

    @Override
    public void put(String key, String reply) {
        ExceptionGuard.run(() -> cache.put(key, reply), this::failed);
    }

    private void failed(Throwable e) {
        if (failing) {
            log.debug("The rerank cache still fails", e);
        } else {
            failing = true;
            log.warn("The rerank cache failed; the model is called without it", e);
        }
    }
}
