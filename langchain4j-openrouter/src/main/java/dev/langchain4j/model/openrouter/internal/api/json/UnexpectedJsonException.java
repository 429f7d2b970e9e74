package dev.langchain4j.model.openrouter.internal.api.json;

import java.io.IOException;

/** The body is JSON, but not the expected answer; the message says what is missing. */
public final class UnexpectedJsonException extends IOException {

    private static final long serialVersionUID = 1;

    public UnexpectedJsonException(String message) {
        super(message);
    }
}
