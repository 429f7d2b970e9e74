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
    private boolean itsTurn;
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
            Duration turn = itsTurn ? Duration.ZERO : untilTurn();
            itsTurn = itsTurn || call.pace() == null || call.pace().isTaken();
            if (turn.toNanos() > 0) {
                settings.log().paced(open.what(), turn.toMillis());
                return new Wait(turn, Phase.QUEUEING);
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

    private Duration beforeNext(CallFailedException failure) {
        if (!mayRepeat.getAsBoolean()) {
            throw failure;
        }
        Refusal refusal = settings.credentials().refused(open.secrets().authorization(), failure, keysRefused);
        keysRefused += refusal == null ? 0 : 1;
        if (refusal != null && refusal.another()) {
            ensureAllowed(failure);
            settings.log().nextKey(open.what(), refusal.label(), failure);
            itsTurn = false;
            return Duration.ZERO;
        }
        failure.gaveUp(refusal != null && keysRefused > 1 ? "gave up after " + keysRefused + " keys of keyRing" : null);
        Duration wait = settings.retries().waitAfter(number, failure, call.isFree(), open.left());
        if (wait == null) {
            throw failure;
        }
        ensureAllowed(failure);
        settings.log().retry(open.what(), number, failure, wait.toMillis());
        number++;
        itsTurn = false;
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
