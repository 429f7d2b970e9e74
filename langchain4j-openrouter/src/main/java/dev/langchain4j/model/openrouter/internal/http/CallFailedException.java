package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, with the data for the retry policy. After the last attempt the caller gets it; {@link #outcome()}
 * says how many attempts there were and why there was no further one.
 */
public abstract class CallFailedException extends RuntimeException {

    private @Nullable String outcome;

    protected CallFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same request may be sent again without harm. */
    public abstract boolean retriable();

    /** Whether an answer had started, so that it may have been billed: sent again only if the user allows it. */
    public boolean broken() {
        return false;
    }

    /** Whether the server may have done what it was asked for. */
    public abstract boolean mayHaveWorked();

    /** How long the server asks to wait before the next attempt; null if it does not say. */
    public abstract @Nullable Duration retryAfter();

    /** The failure in two words, safe for a log: a status or a kind, never a text from outside. */
    public abstract String briefly();

    /** For example {@code "gave up after 3 attempts"}; null if there was one attempt and nothing to explain. */
    public @Nullable String outcome() {
        return outcome;
    }

    /** The same failure with these secrets removed; itself if it contains none. */
    CallFailedException without(Secrets secrets) {
        return this;
    }

    CallFailedException gaveUp(@Nullable String why) {
        outcome = why;
        return this;
    }
}
