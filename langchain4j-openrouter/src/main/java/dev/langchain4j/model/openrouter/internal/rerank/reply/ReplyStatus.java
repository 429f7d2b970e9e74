package dev.langchain4j.model.openrouter.internal.rerank.reply;

/** How much of a reply is usable. */
public enum ReplyStatus {
    /** Exactly the requested object. */
    OK,
    /** Every verdict, in another form. */
    REPAIRED,
    /** Some verdicts. */
    PARTIAL,
    /** No verdict. */
    UNUSABLE;

    static ReplyStatus of(int verdicts, int expected, boolean asAsked) {
        if (verdicts == 0) {
            return UNUSABLE;
        }
        if (verdicts < expected) {
            return PARTIAL;
        }
        return asAsked ? OK : REPAIRED;
    }

    public boolean isComplete() {
        return this == OK || this == REPAIRED;
    }
}
