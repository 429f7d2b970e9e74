package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.Credentials.Refusal;
import dev.langchain4j.model.openrouter.internal.http.OpenCall.Phase;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call: when each may be sent, and whether another follows a failure. It never waits itself: a
 * plain call pauses its thread, a {@link DetachedCall} leaves the thread. Used by one thread at a time.
 */
final class Attempts<T> implements Steps<T> {

    private final HttpCall call;
    private final OpenCall open;
    private final HttpSettings settings;
    private final BooleanSupplier mayRepeat;
    private final Supplier<T> attempt;

    private int number = 1;
    private int keysRefused;

    /** The current attempt has taken its turn: after the wait until then it is sent. */
    private boolean hasTurn;

    private @Nullable T answer;

    /**
     * @param mayRepeat whether a failed attempt may be followed by another
     * @param attempt sends the request once
     */
    Attempts(HttpCall call, OpenCall open, HttpSettings settings, BooleanSupplier mayRepeat, Supplier<T> attempt) {
        this.call = call;
        this.open = open;
        this.settings = settings;
        this.mayRepeat = mayRepeat;
        this.attempt = attempt;
    }

    @Override
    public @Nullable Wait next() {
        Wait wait = step();
        while (wait != null && wait.duration().isZero()) {
            wait = step(); // with the next key
        }
        return wait;
    }

    private @Nullable Wait step() {
        open.throwIfEnded();
        try {
            Duration untilTurn = hasTurn ? Duration.ZERO : untilTurn();
            hasTurn = hasTurn || call.pace() == null || call.pace().isTaken();
            if (untilTurn.toNanos() > 0) {
                settings.log().paced(open.what(), untilTurn.toMillis());
                return new Wait(untilTurn, Phase.QUEUEING);
            }
            open.beginAttempt();
            answer = attempt.get();
            return null;
        } catch (CallFailedException failed) {
            open.release();
            return new Wait(beforeNext(failed.without(open.secrets())), Phase.PAUSING);
        }
    }

    /** The answer of the last attempt. */
    @Override
    public T answer() {
        return answer;
    }

    private Duration untilTurn() {
        return call.pace() == null ? Duration.ZERO : call.pace().untilTurn(open.time(), open.left());
    }

    /**
     * Returns the wait before the next attempt.
     *
     * @throws CallFailedException the failure, if no attempt may follow
     */
    private Duration beforeNext(CallFailedException failure) {
        boolean explained = failure.outcome() != null; // why the sender may not replace a dead connection
        if (explained || !mayRepeat.getAsBoolean()) {
            throw failure;
        }
        Refusal refusal = settings.credentials().refused(open.secrets().authorization(), failure, keysRefused);
        keysRefused += refusal == null ? 0 : 1;
        if (refusal != null && refusal.another()) {
            ensureAllowed(failure);
            settings.log().nextKey(open.what(), refusal.label(), failure);
            hasTurn = false;
            return Duration.ZERO;
        }
        if (refusal != null && keysRefused > 1) {
            failure.gaveUp("gave up after " + keysRefused + " keys of keyRing");
        }
        Duration wait = settings.retries().waitAfter(number, failure, call.isFree(), open.left());
        if (wait == null) {
            throw failure;
        }
        ensureAllowed(failure);
        settings.log().retry(open.what(), number, failure, wait.toMillis());
        number++;
        hasTurn = false;
        return wait;
    }

    private void ensureAllowed(CallFailedException failure) {
        open.throwIfEnded();
        String objection = call.trace().objection(failure);
        if (objection != null) {
            throw failure.gaveUp(objection);
        }
    }
}
