package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When an attempt may be sent. Asked before each of them, on the thread that sends it. */
@FunctionalInterface
public interface Pace {

    /**
     * How long to wait first; zero or less for not at all. Whoever asks has his turn then, and takes it.
     *
     * @param left of the call's total time; null if there is no limit
     * @throws TransportException if the wait is too long
     */
    Duration untilTurn(Time time, @Nullable Duration left);
}
