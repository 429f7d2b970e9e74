package dev.langchain4j.model.openrouter;

import org.jspecify.annotations.Nullable;

/**
 * The settings that both scoring models share. Each accepts null for "not set".
 *
 * @param <B> the builder that extends this one
 */
abstract class ScoringBuilder<B extends ScoringBuilder<B>> extends ConnectionBuilder<B> {

    @Nullable
    String modelName;

    @Nullable
    OpenRouterProviderPreferences provider;

    @Nullable
    Integer maxConcurrency;

    private @Nullable OpenRouterRerankFailurePolicy onFailure;
    private @Nullable OpenRouterRerankListener listener;

    /** Which upstream providers may serve the requests, and in which order. Unset: OpenRouter chooses. */
    public B provider(@Nullable OpenRouterProviderPreferences provider) {
        this.provider = provider;
        return self();
    }

    /** What to do where there is no ranking. Default: {@link OpenRouterRerankFailurePolicy#THROW}. */
    public B onFailure(@Nullable OpenRouterRerankFailurePolicy onFailure) {
        this.onFailure = onFailure;
        return self();
    }

    /** Told what every reranking took and cost. */
    public B listener(@Nullable OpenRouterRerankListener listener) {
        this.listener = listener;
        return self();
    }

    RerankOutcomes outcomes() {
        return new RerankOutcomes(
                onFailure == null ? OpenRouterRerankFailurePolicy.THROW : onFailure,
                listener,
                connectionSettings().log());
    }
}
