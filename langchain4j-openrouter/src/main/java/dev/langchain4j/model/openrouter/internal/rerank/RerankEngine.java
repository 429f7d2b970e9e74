package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.Candidates;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.PromptText;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ranks passages for a query. Immutable and thread-safe; each query has its own object for its state. The same input
 * gives the same prompts, byte for byte, with the same nonce secret.
 */
public final class RerankEngine {

    private final Judge judge;
    private final CallGate gate;
    private final RerankOptions options;
    private final @Nullable RerankCache cache;

    public RerankEngine(Judge judge, CallGate gate, RerankOptions options, @Nullable RerankCache cache) {
        this.judge = judge;
        this.gate = gate;
        this.options = options;
        this.cache = cache;
    }

    /**
     * Returns one score for each passage, same order. The future fails only if it is cancelled, which cancels the
     * calls, or by a bug of the engine or the judge. Failed calls leave passages without a verdict, and too many of
     * those are a {@link Reranking.Problem}. It completes on a thread of the judge.
     *
     * @throws IllegalArgumentException if the query has no visible text
     */
    public CompletableFuture<Reranking> rerank(String query, List<String> passages) {
        String asked =
                PromptText.withoutMarkers(PromptText.truncate(PromptText.visible(query), options.maxQueryChars()));
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("query must not be blank");
        }
        var calls = new JudgeCalls(judge, gate, cache);
        return new RerankRun(asked, Candidates.of(passages, options), options, calls).start();
    }
}
