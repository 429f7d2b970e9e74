package dev.langchain4j.model.openrouter.internal.api.batch;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;

/** An answer with a status of success that is an error. */
public final class BatchRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    BatchRefusedException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
