package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Decides when an attempt may be sent. Called before each attempt, on the thread that sends it. */
@FunctionalInterface
public interface Pace {

    /**
     * Returns how long to wait first; zero or less for no wait. The call takes its turn with this, unless
     * {@link #isTaken} says that it must ask again after the wait.
     *
     * @param left of the call's total time; null if there is no limit
     * @throws TransportException if the wait is too long
     */
    Duration untilTurn(Time time, @Nullable Duration left);

    /** Whether the last {@link #untilTurn} took a turn. */
    default boolean isTaken() {
        return true;
    }

    /**
     * Starts to find out what {@link #untilTurn} needs, which would look it up on its own thread otherwise.
     *
     * @return done when it is known, or cannot be known; null if there is nothing to find out
     */
    default @Nullable CompletableFuture<?> lookUp() {
        return null;
    }

    /**
     * An interrupt of the thread that asks for its turn is not a failure of the turns: it ends the call.
     *
     * @param failure of the turns
     * @throws TransportException if the thread is interrupted
     */
    static void ensureNotInterrupted(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw new TransportException(
                    TransportException.Kind.INTERRUPTED, "The call was interrupted before it was sent", failure);
        }
    }

    /** First the turn of the one, and from there on that of the other. */
    static @Nullable Pace both(@Nullable Pace one, @Nullable Pace other) {
        return one == null ? other : other == null ? one : new TwoPaces(one, other);
    }
}
