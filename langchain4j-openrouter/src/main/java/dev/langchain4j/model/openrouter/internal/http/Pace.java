package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides when an attempt may be sent. Called before each attempt, on the thread that sends it. */
@FunctionalInterface
public interface Pace {

    /**
     * Returns how long to wait first; zero or less for no wait. The call takes its turn with this.
     *
     * @param left of the call's total time; null if there is no limit
     * @throws TransportException if the wait is too long
     */
    Duration untilTurn(Time time, @Nullable Duration left);
}
