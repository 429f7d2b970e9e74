package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.guard.FailureLog;
import dev.langchain4j.model.openrouter.internal.rerank.RerankCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Wraps a user's cache: if it fails, reranking continues without it. The first failure in a row is a warning. */
final class RerankCacheGuard implements RerankCache {

    private final OpenRouterRerankCache cache;
    private final FailureLog failures;

    RerankCacheGuard(OpenRouterRerankCache cache, Logger log) {
        this.cache = cache;
        this.failures = new FailureLog(log, "The rerank cache failed; the model is called without it");
    }

    @Override
    public @Nullable String get(String key) {
        return ExceptionGuard.get(
                () -> {
                    String reply = cache.get(key);
                    failures.worked();
                    return reply;
                },
                failures::failed);
    }

    @Override
    public void put(String key, String reply) {
        ExceptionGuard.run(() -> cache.put(key, reply), failures::failed);
    }
}
