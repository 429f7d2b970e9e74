package dev.langchain4j.model.openrouter.spark;

import org.jspecify.annotations.Nullable;

/**
 * What the journal has about a document.
 *
 * @param run of the program that wrote it last
 * @param outcome null while it is open
 * @param mayBeTaken whether an open one belongs to nobody who lives
 */
record Entry(
        String key,
        State state,
        String digest,
        String run,
        String executor,
        long attempt,
        @Nullable Outcome outcome,
        boolean mayBeTaken) {

    /** @throws IllegalStateException for another text with the same key */
    void check(Document document) {
        if (!digest.equals(document.digest())) {
            throw new IllegalStateException("The key '" + key + "' stands for two texts. Give each text its own key, or"
                    + " begin another job: this one has paid for the other text");
        }
    }
}
