package dev.langchain4j.model.openrouter.internal.rerank.prompt;

/** What happens to a passage that seems to speak to the judge instead of about its subject. */
public enum SuspiciousPassages {
    /** Sent as it is (structure is cleaned all the same) and reported. */
    KEEP,
    /** Sent with the offending words replaced by {@code [removed]}. */
    NEUTRALIZE,
    /** Neutralised, judged in a call of its own and kept out of listwise passes; with sliding windows, excluded. */
    ISOLATE,
    /** Not sent; ranks below every judged passage. */
    EXCLUDE
}
