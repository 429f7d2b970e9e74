package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.OpenCall.Phase;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time limits of one call while they run. The {@link CallWatch} asks whether one has expired. */
final class RunningLimits {

    /** How long a failed stream may continue, because its cost may still arrive. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final TimeLimits limits;
    private final Time time;
    private final SilenceClock clock;
    private final long start;

    /** When a failed stream must be over; null if it has not failed. */
    private volatile @Nullable Long failedUntil;

    RunningLimits(TimeLimits limits, Time time, SilenceClock clock) {
        this.limits = limits;
        this.time = time;
        this.clock = clock;
        this.start = limits.start() == null ? time.nanos() : limits.start();
    }

    /** From now on, whatever arrives, the call has only a short time left. */
    void failed() {
        if (failedUntil == null) {
            failedUntil = time.nanos() + AFTER_FAILURE.toNanos();
        }
    }

    /** The limit of a silence after the start of an answer. */
    Duration longestSilence() {
        return limits.idle();
    }

    /** What is left of the total limit; null if there is none. */
    @Nullable
    Duration left() {
        if (limits.total() == null) {
            return null;
        }
        Duration left = limits.total().minusNanos(time.nanos() - start);
        return left.isNegative() ? Duration.ZERO : left; // it is over, but the watch has not ended the call yet
    }

    /**
     * The limit that has expired; null if none has.
     *
     * @param waitsForThread whether the executor has no thread for the call yet
     */
    @Nullable
    Expiry expired(long now, Phase phase, boolean waitsForThread) {
        Duration total = limits.total();
        Long until = failedUntil;
        if (total != null && now - start > total.toNanos()) {
            return new Expiry(Kind.TIMEOUT, "took longer than totalTimeout, " + Time.inWords(total));
        }
        if (until != null && now - until > 0) {
            return new Expiry(Kind.TIMEOUT, "failed and did not end within " + Time.inWords(AFTER_FAILURE));
        }
        long silence = clock.silence(now, waitsForThread);
        return switch (phase) {
            case PAUSING, QUEUEING -> null;
            case CONNECTING -> unanswered(silence, Kind.CONNECT_TIMEOUT);
            case WAITING -> unanswered(silence, Kind.TIMEOUT);
            case READING -> expired(silence, limits.idle(), Kind.TIMEOUT, "was silent for ", limits.idleSetter());
        };
    }

    private @Nullable Expiry unanswered(long silence, Kind kind) {
        return expired(silence, limits.toAnswer(), kind, "did not answer within ", TimeLimits.TO_ANSWER_SETTER);
    }

    private static @Nullable Expiry expired(long silence, Duration limit, Kind kind, String words, String setter) {
        return silence > limit.toNanos() ? new Expiry(kind, words + Time.inWords(limit) + " (" + setter + ")") : null;
    }

    /**
     * A limit that has expired.
     *
     * @param words between the name of the call and what it was doing
     */
    record Expiry(Kind kind, String words) {}
}
