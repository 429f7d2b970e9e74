package dev.langchain4j.model.openrouter;

/**
 * Gets a report of every reranking. LangChain4j's {@code ReRankingContentAggregator} drops the {@code Response} with
 * the same data.
 */
@FunctionalInterface
public interface OpenRouterRerankListener {

    /**
     * Called once for every query that was sent and neither interrupted nor cancelled, ranked or not: on the calling
     * thread before {@code scoreAll} returns or throws, or before the future of {@code scoreAsync} completes. Its
     * exceptions are logged and not passed on, except a {@code VirtualMachineError}.
     */
    void onRerank(OpenRouterRerankReport report);
}
