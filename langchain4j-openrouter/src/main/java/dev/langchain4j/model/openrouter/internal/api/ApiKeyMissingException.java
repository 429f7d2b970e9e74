package dev.langchain4j.model.openrouter.internal.api;

/** A request that needs a key has none, or an invalid one. Nothing was sent. */
public final class ApiKeyMissingException extends RuntimeException {

    private final boolean invalid;

    /** @param invalid whether there is one that is no key */
    ApiKeyMissingException(String message, boolean invalid) {
        super(message);
        this.invalid = invalid;
    }

    public boolean isInvalid() {
        return invalid;
    }
}
