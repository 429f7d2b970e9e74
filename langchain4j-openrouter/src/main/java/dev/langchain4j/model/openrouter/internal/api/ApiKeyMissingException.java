package dev.langchain4j.model.openrouter.internal.api;

/** A request that needs a key has none, or one that cannot be one. Nothing was sent. */
public final class ApiKeyMissingException extends RuntimeException {

    public ApiKeyMissingException(String message) {
        super(message);
    }
}
