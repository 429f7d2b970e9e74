package dev.langchain4j.model.openrouter.internal.api;

/** A request that needs a key has none, or an invalid one. Nothing was sent. */
public final class ApiKeyMissingException extends RuntimeException {

    public ApiKeyMissingException(String message) {
        super(message);
    }
}
