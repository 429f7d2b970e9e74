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
 */
public record TimeLimits(
        Duration toAnswer,
        Duration idle,
        String idleSetter,
        @Nullable Duration total) {

    /** The setter of {@code toAnswer}, for messages. */
    static final String TO_ANSWER_SETTER = "timeout";

    /** The limits of a plain call. */
    public TimeLimits(Duration toAnswer, Duration idle, @Nullable Duration total) {
        this(toAnswer, idle, TO_ANSWER_SETTER, total);
    }
}
