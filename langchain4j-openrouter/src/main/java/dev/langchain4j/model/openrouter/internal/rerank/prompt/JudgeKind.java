package dev.langchain4j.model.openrouter.internal.rerank.prompt;

/** The kinds of calls. */
public enum JudgeKind {
    /** A grade for each of several passages. */
    GRADED,
    /** An order of several passages. */
    LISTWISE,
    /** A grade for a single passage. */
    POINTWISE
}
