package dev.langchain4j.model.openrouter.internal.api;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One key of a {@link KeyRing}. Its fields are written and read by the threads of all calls. */
public final class RingKey {

    /** Why a key rests. */
    public enum State {
        READY,
        REFUSED,
        OUT_OF_CREDITS,
        LIMIT_REACHED,
        RATE_LIMITED
    }

    /** @param until null for {@link State#READY} */
    public record Look(String label, State state, @Nullable Instant until) {}

    private final String label;
    private final Supplier<@Nullable String> supplier;
    private volatile @Nullable String value;
    private volatile @Nullable Look rest;

    public RingKey(String label, Supplier<@Nullable String> supplier) {
        this.label = label;
        this.supplier = supplier;
    }

    public RingKey(String label, String value) {
        this(label, () -> value);
        this.value = value.strip();
    }

    public String label() {
        return label;
    }

    /** The key as it is now; null if there is none. */
    @Nullable
    String ask() {
        String now = supplier.get();
        if (isBlank(now)) {
            return null;
        }
        value = now.strip();
        return now;
    }

    /** The key as last read; null if it was not read yet. */
    @Nullable
    String value() {
        return value;
    }

    void rest(State why, Instant until) {
        rest = new Look(label, why, until);
    }

    void wake() {
        rest = null;
    }

    /** {@link Instant#MIN} if it does not rest. */
    Instant restsUntil(Instant now) {
        Instant until = look(now).until();
        return until == null ? Instant.MIN : until;
    }

    Look look(Instant now) {
        Look resting = rest;
        return resting == null || resting.until() == null || !now.isBefore(resting.until())
                ? new Look(label, State.READY, null)
                : resting;
    }
}
