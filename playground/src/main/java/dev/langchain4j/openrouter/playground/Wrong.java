package dev.langchain4j.openrouter.playground;

import org.jspecify.annotations.Nullable;

/** Requests that the page does not send. */
final class Wrong {

    private Wrong() {}

    /** A missing field is the caller's fault, not the server's. */
    static <T> T ifMissing(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
