package dev.langchain4j.model.openrouter.internal.rerank.prompt;

/** How calls to the judge are spent. */
public enum RerankStrategy {
    /** Graded batches; with more than one batch, one listwise pass over the best. */
    AUTO,
    /** Graded batches and several permuted listwise passes over the best. */
    QUALITY,
    /** Graded batches only. */
    GRADED,
    /** One call a passage: nothing that a passage says can touch another one's score. */
    POINTWISE,
    /** Overlapping windows from the last passage to the first, one after the other. An order without grades. */
    LISTWISE_SLIDING
}
