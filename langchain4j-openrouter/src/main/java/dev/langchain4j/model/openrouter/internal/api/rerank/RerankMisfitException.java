package dev.langchain4j.model.openrouter.internal.api.rerank;

import org.jspecify.annotations.Nullable;

/** An answer does not fit the documents of its request. */
public final class RerankMisfitException extends RuntimeException {

    private final @Nullable String generationId;

    /** @param generationId null if the answer has none */
    public RerankMisfitException(String message, @Nullable String generationId) {
        super(message);
        this.generationId = generationId;
    }

    public @Nullable String generationId() {
        return generationId;
    }
}
