package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of a call.
 *
 * @param toAnswer from the start of an attempt until the head of its response is in
 * @param idle between two signs of progress after that: bytes of a plain answer, events of a stream
 * @param idleSetter the setter of {@code idle}, for messages
 * @param total the whole call, retries and waits included; null is no limit
 * @param start when the call began, on the nanosecond clock; null for when it is sent
 */
public record TimeLimits(
        Duration toAnswer,
        Duration idle,
        String idleSetter,
        @Nullable Duration total,
        @Nullable Long start) {

    /** The setter of {@code toAnswer}, for messages. */
    static final String TO_ANSWER_SETTER = "timeout";

    public TimeLimits(Duration toAnswer, Duration idle, String idleSetter, @Nullable Duration total) {
        this(toAnswer, idle, idleSetter, total, null);
    }

    /** The limits of a plain call. */
    public TimeLimits(Duration toAnswer, Duration idle, @Nullable Duration total) {
        this(toAnswer, idle, TO_ANSWER_SETTER, total);
    }

    /** The same limits for a call that began at this time. */
    public TimeLimits from(long start) {
        return total == null ? this : new TimeLimits(toAnswer, idle, idleSetter, total, start);
    }
}
