package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts what starts in a minute and what is under way, here or for several processes. Thread-safe. */
public interface RateTurns {

    /**
     * The next turn of a call, for its first attempt or for another one.
     *
     * @param call identifies the call
     * @param tokens what the attempt may use
     * @param longest null for any wait; a turn that comes later is not taken
     */
    Turn take(Time time, String call, long tokens, @Nullable Duration longest);

    /** What the last attempt of a call has used. Must not wait. */
    void used(String call, long tokens);

    /** The call is over, whether it had a turn or not. Must not wait. */
    void ended(String call);

    /**
     * A turn, or the wait for one.
     *
     * @param delay until it begins; if it is not taken, until it is worth asking again
     */
    record Turn(Duration delay, boolean taken) {}
}
