package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.SuspiciousPassages;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;

/** The engine's options as the settings of {@link OpenRouterLlmScoringModel} make them, for tests of the engine. */
public final class RerankEngineOptions {

    private RerankEngineOptions() {}

    public static RerankOptions.Builder of(Strategy strategy) {
        return strategy.applyTo(RerankOptions.builder());
    }

    public static RerankOptions.Builder of(SuspiciousPassages suspicious) {
        return suspicious.applyTo(RerankOptions.builder());
    }

    public static RerankOptions.Builder of(Strategy strategy, SuspiciousPassages suspicious) {
        return suspicious.applyTo(of(strategy));
    }
}
