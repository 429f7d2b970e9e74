package dev.langchain4j.model.openrouter.live;

/** What came of one check. */
enum Verdict {
    OK("ok"),
    FAILED("**failed**"),
    /** By the check's own decision: nothing to ask, not in the catalog, not within the money. */
    SKIPPED("skipped"),
    AS_ASSUMED("as assumed"),
    OTHERWISE("**otherwise**"),
    COULD_NOT_TELL("could not tell");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
