package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.RingKey.Look;
import dev.langchain4j.model.openrouter.internal.api.RingKey.State;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.Credentials;
import dev.langchain4j.model.openrouter.internal.http.RetryPolicy;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several keys in order of preference. A request carries the first one that does not rest; a refused key rests for a
 * while. If all rest, a request carries the one that has rested longest of its time, because OpenRouter decides, not
 * this class. Shared by models, threads and connections.
 */
public final class KeyRing implements Credentials, Supplier<@Nullable String> {

    private static final String SCHEME = "Bearer ";

    private final List<RingKey> keys;

    /** The keys of the whole ring, also in a part of it. */
    private final List<RingKey> all;

    private final Duration rest;
    private final Time time;

    /** @param rest of a key that was refused without a date */
    public KeyRing(List<RingKey> keys, Duration rest, Time time) {
        this(keys, keys, rest, time);
    }

    private KeyRing(List<RingKey> keys, List<RingKey> all, Duration rest, Time time) {
        this.keys = List.copyOf(keys);
        this.all = List.copyOf(all);
        this.rest = rest;
        this.time = time;
    }

    /** The same keys, one by one: what one part learns about its key, the ring knows. */
    public List<KeyRing> parts() {
        return keys.stream()
                .map(key -> new KeyRing(List.of(key), all, rest, time))
                .toList();
    }

    /** The key for the next request; null if there is none. */
    @Override
    public @Nullable String get() {
        for (RingKey key : inOrder()) {
            String value = key.ask(); // may take long
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private List<RingKey> inOrder() {
        Instant now = time.now();
        return keys.stream()
                .map(key -> new Place(key, key.restsUntil(now)))
                .sorted(Comparator.comparing(Place::restsUntil)) // stable: those that are ready stay in order
                .map(Place::key)
                .toList();
    }

    /** Read once: other threads let keys rest and wake them, which must not change an order while it is made. */
    private record Place(RingKey key, Instant restsUntil) {}

    @Override
    public @Nullable Refusal refused(@Nullable String authorization, CallFailedException failure, int moves) {
        RingKey key = keyOf(authorization);
        State state = key != null && failure instanceof ApiException refusal ? stateAfter(refusal) : State.READY;
        if (state == State.READY) {
            return null;
        }
        Instant now = time.now();
        Duration wait = state == State.RATE_LIMITED ? failure.retryAfter() : rest;
        key.rest(state, Time.after(now, wait == null ? rest : wait));
        boolean another = moves < keys.size() - 1
                && keys.stream()
                        .anyMatch(other -> other != key && other.restsUntil(now).equals(Instant.MIN));
        return new Refusal(key.label(), another);
    }

    /** Whether a request with this header was sent with a key of this ring. */
    boolean has(@Nullable String authorization) {
        return keyOf(authorization) != null;
    }

    private @Nullable RingKey keyOf(@Nullable String authorization) {
        return keys.stream()
                .filter(key -> (SCHEME + key.value()).equals(authorization))
                .findFirst()
                .orElse(null);
    }

    /** What a failure says about its key; a call that may be billed says nothing, because it must not be repeated. */
    private static State stateAfter(ApiException failure) {
        ApiError error = failure.error();
        if (!failure.isFree() || error.kind() == ErrorKind.NOT_THE_API) {
            return State.READY;
        }
        return switch (error.status()) {
            case 401 -> State.REFUSED;
            case 402 -> State.OUT_OF_CREDITS;
            case 403 -> error.kind() == ErrorKind.SPENDING_LIMIT ? State.LIMIT_REACHED : State.READY;
            case 429 -> isFar(failure) && error.provider() == null ? State.RATE_LIMITED : State.READY;
            default -> State.READY;
        };
    }

    private static boolean isFar(ApiException failure) {
        Duration wait = failure.retryAfter();
        return wait != null && wait.compareTo(RetryPolicy.LONGEST_WAIT) > 0;
    }

    /** @param remaining of the limit of the ring's only key, as it has been reported; null for no limit */
    public void learned(@Nullable BigDecimal remaining) {
        RingKey key = keys.get(0);
        State state = key.look(time.now()).state();
        if (remaining != null && remaining.signum() <= 0) {
            key.rest(State.LIMIT_REACHED, Time.after(time.now(), rest));
        } else if (state == State.REFUSED || state == State.LIMIT_REACHED) {
            key.wake();
        }
    }

    /** Lets every key be tried again. */
    public void reset() {
        keys.forEach(RingKey::wake);
    }

    public List<Look> looks() {
        Instant now = time.now();
        return keys.stream().map(key -> key.look(now)).toList();
    }

    @Override
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (RingKey key : all) {
            String value = key.value();
            if (value != null) {
                secrets.add(value);
            }
        }
        return secrets;
    }

    /** The labels, never a key. */
    @Override
    public String toString() {
        return keys.stream().map(key -> key.label()).toList().toString();
    }
}
