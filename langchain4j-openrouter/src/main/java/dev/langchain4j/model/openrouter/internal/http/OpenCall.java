package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * A call that is under way, from its first attempt to its end. Shared between the thread that carries it out, the
 * {@link CallWatch} that enforces its limits, and whoever cancels it; the first of them to end it decides why.
 */
final class OpenCall implements CancelHandle {

    private enum Phase {
        CONNECTING("connecting"),
        WAITING("waiting for the response to start"),
        READING("reading the response"),
        PAUSING("waiting to retry"),
        QUEUEING("waiting for its turn");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }

    private final String what;
    private final TimeLimits limits;
    private final Time time;
    private final long start;

    /** The thread that waits for a plain answer; its interrupt ends the call. Null for a stream: nobody waits. */
    private final @Nullable Thread caller;

    // Written by the thread that carries the call out, read by the watch and by cancel().
    private volatile Phase phase = Phase.CONNECTING;
    private volatile @Nullable Call attempt;
    private volatile @Nullable Thread pausing;

    /** Written by one thread without a fence, sampled by the watch: it may see a step late, never a step back. */
    private long progress;

    private volatile @Nullable TransportException end;

    // Owned by the watch.
    private long seenProgress = -1;
    private long seenAt;

    OpenCall(String what, TimeLimits limits, Time time, @Nullable Thread caller) {
        this.what = what;
        this.limits = limits;
        this.time = time;
        this.caller = caller;
        this.start = time.nanos();
    }

    String what() {
        return what;
    }

    void begin(Call call) {
        phase = Phase.CONNECTING;
        progress++;
        attempt = call;
        if (end != null) {
            call.cancel();
        }
    }

    /** A connection is there and the request goes out: from here on it may be billed. */
    void sending() {
        phase = Phase.WAITING;
    }

    void reading() {
        phase = Phase.READING;
        progressed();
    }

    /** A sign of life: bytes of a plain answer, an event of a stream. Not a comment. */
    void progressed() {
        progress++;
    }

    void pause(Duration wait) {
        pause(wait, Phase.PAUSING);
    }

    void awaitTurn(Duration wait) {
        pause(wait, Phase.QUEUEING);
    }

    private void pause(Duration wait, Phase why) {
        phase = why;
        pausing = Thread.currentThread();
        time.pause(wait, () -> end != null || Thread.currentThread().isInterrupted());
        pausing = null;
        if (end == null && caller != null && caller.isInterrupted()) {
            end(interrupted());
        }
        throwIfEnded();
    }

    @Nullable
    Duration left() {
        return limits.total() == null ? null : limits.total().minusNanos(time.nanos() - start);
    }

    /** What the failure of this call was: what the one who ended it said, else what the connection said. */
    TransportException failure(IOException e) {
        TransportException ended = end;
        if (ended != null) {
            return ended;
        }
        if (caller != null && caller.isInterrupted()) {
            return interrupted();
        }
        return IoFailures.of(e, what, phase == Phase.CONNECTING, phase == Phase.READING);
    }

    void throwIfEnded() {
        TransportException ended = end;
        if (ended != null) {
            throw ended;
        }
    }

    /** Looks whether a limit has passed; only the watch calls this. */
    void check(long now) {
        if (caller != null && caller.isInterrupted()) {
            end(interrupted());
            return;
        }
        if (limits.total() != null && now - start > limits.total().toNanos()) {
            end(Kind.TIMEOUT, what + " took longer than totalTimeout, " + inWords(limits.total()) + ", " + where());
            return;
        }
        if (progress != seenProgress) {
            seenProgress = progress;
            seenAt = now;
            return;
        }
        Phase current = phase;
        Duration limit = current == Phase.READING ? limits.idle() : limits.toAnswer();
        if (current != Phase.PAUSING && current != Phase.QUEUEING && now - seenAt > limit.toNanos()) {
            end(
                    current == Phase.CONNECTING ? Kind.CONNECT_TIMEOUT : Kind.TIMEOUT,
                    what + (current == Phase.READING ? " was silent for " : " did not answer within ") + inWords(limit)
                            + ", " + where());
        }
    }

    @Override
    public void cancel() {
        end(Kind.CANCELLED, what + " was cancelled, " + where());
    }

    @Override
    public boolean isCancelled() {
        TransportException ended = end;
        return ended != null && ended.kind() == Kind.CANCELLED;
    }

    /** The client that carries this call is being closed. */
    void closed() {
        end(Kind.CLOSED, what + " was ended because its OpenRouter connection was closed, " + where());
    }

    private TransportException interrupted() {
        return new TransportException(
                Kind.INTERRUPTED, "The thread that waited for " + what + " was interrupted, " + where(), null);
    }

    private String where() {
        return "while " + phase.words;
    }

    private void end(Kind kind, String message) {
        end(new TransportException(kind, message, null));
    }

    private void end(TransportException why) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = why;
        }
        Call call = attempt;
        if (call != null) {
            call.cancel();
        }
        LockSupport.unpark(pausing);
    }

    private static String inWords(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
