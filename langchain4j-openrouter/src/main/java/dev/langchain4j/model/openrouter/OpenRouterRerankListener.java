package dev.langchain4j.model.openrouter;

/**
 * Told what every reranking took: LangChain4j's {@code ReRankingContentAggregator} drops the {@code Response} that says
 * it too.
 */
@FunctionalInterface
public interface OpenRouterRerankListener {

    /**
     * Called once for every query that was sent and not interrupted, ranked or not, on the thread that asked, before {@code scoreAll} returns
     * or throws. What it throws, a {@code VirtualMachineError} apart, is logged and goes no further.
     */
    void onRerank(OpenRouterRerankReport report);
}
