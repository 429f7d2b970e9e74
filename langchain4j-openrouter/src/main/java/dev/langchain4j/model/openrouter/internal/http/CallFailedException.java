package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, with what the retry policy needs to know about it. After the last attempt it reaches the caller,
 * who learns from {@link #outcome()} how often it was tried and why it was not tried again.
 */
public abstract class CallFailedException extends RuntimeException {

    private @Nullable String outcome;

    protected CallFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same request may be sent again without harm. */
    public abstract boolean retriable();

    /** Whether an answer had begun, so that it may have been billed: sent again only if the user wants that. */
    public boolean broken() {
        return false;
    }

    /** How long the server asks to wait before the next attempt; null if it does not say. */
    public abstract @Nullable Duration retryAfter();

    /** What happened in two words, safe for a log: a status or a kind, never anybody's text. */
    public abstract String briefly();

    /** For example {@code "gave up after 3 attempts"}; null if there was one attempt and nothing to explain. */
    public @Nullable String outcome() {
        return outcome;
    }

    /** The same failure in words that show none of these; itself if it shows none. */
    CallFailedException without(Secrets secrets) {
        return this;
    }

    CallFailedException gaveUp(@Nullable String why) {
        outcome = why;
        return this;
    }
}
