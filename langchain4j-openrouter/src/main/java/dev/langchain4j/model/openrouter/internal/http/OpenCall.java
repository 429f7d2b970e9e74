package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.IoFailures.Stage;
import dev.langchain4j.model.openrouter.internal.http.RunningLimits.Expiry;
import dev.langchain4j.model.openrouter.internal.http.Steps.Wait;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A running call, from its first attempt to its end. Shared between the thread that runs it, the {@link CallWatch} that
 * enforces its limits, and a thread that cancels it; the first of them to end it sets the reason.
 *
 * <p>The methods are in the order in which a call goes through them: {@link #beginAttempt}, for each request of the
 * attempt {@link #beginRequest}, {@link #sending} and {@link #responseBegins}, then {@link #reading} and
 * {@link #progressed}, then the waits, then the ways to end it.
 */
final class OpenCall implements StreamCall {

    /** Where a call is. */
    enum Phase {
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

    private static final String PAUSED = "waiting until its receiver wants more";

    private static final long FOREVER = Long.MAX_VALUE / 2;

    /** Describes the call in messages; made only when a message needs it. */
    private final Supplier<String> what;

    private final Time time;
    private final SilenceClock clock;
    private final RunningLimits limits;

    /** Runs what can block in a user's client: neither the watch nor other calls may wait for it. */
    private final Executor elsewhere;

    /** The thread that waits for a plain answer; its interrupt ends the call. Null if no thread waits for it. */
    private final @Nullable Thread caller;

    private final Sleeper sleeper = new Sleeper();
    private final StreamPause streamPause = new StreamPause();

    // Written by the thread that runs the call, read by the watch and by cancel().
    private volatile Phase phase = Phase.CONNECTING;
    private volatile @Nullable Call request;

    /** The thread that runs the call, while it waits; the end of the call wakes it. */
    private volatile @Nullable Thread waiting;

    /** The position of a call in its executor's queue; null for a plain call. */
    private volatile @Nullable StreamTask task;

    /** Why the call has ended before its answer was complete. */
    private volatile @Nullable TransportException end;

    // Owned by the thread that runs the call.
    private Secrets secrets = Secrets.NONE;
    private @Nullable ConnectionLease lease;
    private @Nullable Response response;
    private boolean answerHasBegun;

    /** The head of a response has arrived, perhaps one with status 1xx. */
    private boolean announced;

    /** Without a user's client: nothing in it can block. */
    OpenCall(Supplier<String> what, TimeLimits limits, Time time, @Nullable Thread caller) {
        this(what, limits, time, Runnable::run, caller);
    }

    OpenCall(Supplier<String> what, TimeLimits limits, Time time, Executor elsewhere, @Nullable Thread caller) {
        this.what = what;
        this.time = time;
        this.elsewhere = elsewhere;
        this.caller = caller;
        this.clock = new SilenceClock(time);
        this.limits = new RunningLimits(limits, time, clock);
    }

    String what() {
        return what.get();
    }

    /** Starts another attempt: its time until the response counts from here. */
    void beginAttempt() {
        clock.restart(); // first: the watch reads the phase before the clock
        phase = Phase.CONNECTING;
    }

    /** The secrets of the sent request, which no message about it may show. */
    void carries(Secrets secrets) {
        this.secrets = secrets;
    }

    Secrets secrets() {
        return secrets;
    }

    /** Starts one request of the current attempt. */
    void beginRequest(Call call) {
        phase = Phase.CONNECTING;
        response = null;
        answerHasBegun = false;
        announced = false;
        release();
        request = call;
        if (callerIsInterrupted()) {
            end(interrupted()); // OkHttp would notice it in the middle of writing, when the call may be billed
        }
        if (end != null) {
            cancelQuietly(call);
        }
    }

    private boolean callerIsInterrupted() {
        return caller != null && caller.isInterrupted();
    }

    /** There is a connection and the request is sent: from here on it may be billed. */
    void sending(@Nullable Connection connection) {
        release(); // of the request that a user's authenticator repeats
        lease = connection == null ? null : ConnectionLease.of(connection);
        response = null;
        announced = false;
        phase = Phase.WAITING;
    }

    /** The head of a response has arrived, perhaps one that only announces another. */
    void headArrived() {
        announced = true;
    }

    /** A response is arriving. A success is billed from here on, whatever a user's interceptor still does with it. */
    void responseBegins(Response arriving) {
        response = arriving;
        announced = true; // an OkHttp that cannot join two listeners has not said so
        answerHasBegun |= arriving.isSuccessful();
    }

    /** A part of a user's client threw after a response had begun to arrive: nobody else can end it. */
    void dropResponse() {
        Call answered = request;
        if (response != null && answered != null) {
            cancelQuietly(answered); // first: to close it would read its rest
            Sender.close(response);
        }
    }

    /** The connection of the request; null before, and after its release. */
    @Nullable
    ConnectionLease lease() {
        return lease;
    }

    /** The attempt no longer needs its connection. */
    void release() {
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    void reading() {
        progressed(); // first: the watch reads the phase before the clock
        phase = Phase.READING;
    }

    /** Records progress: bytes of a plain answer, an event with content. Not a comment. */
    void progressed() {
        clock.progressed();
    }

    /** An event or a whole answer is being passed on: its receiver uses this time, not the server. */
    void stopClock() {
        clock.stop();
    }

    /** The event has been passed on: progress, unless it counts as silence. */
    void startClock() {
        clock.start();
    }

    @Override
    public void countAsSilence() {
        clock.countAsSilence();
    }

    @Override
    public void failed() {
        limits.failed();
    }

    /** Notes that the call waits in the queue of an executor. If the call ends first, the task is told. */
    void queued(StreamTask queued) {
        task = queued;
        TransportException ended = end;
        if (ended != null) {
            queued.ended(ended);
        }
    }

    /** Waits on the thread that runs the call. */
    void pause(Wait wait) {
        phase = wait.phase();
        waiting = Thread.currentThread();
        time.pause(wait.duration(), () -> end != null || Thread.currentThread().isInterrupted());
        waiting = null;
        endIfInterrupted();
        throwIfEnded();
    }

    /** Waits without a thread: the task runs once, when the wait is over or the call has ended. */
    void continueAfter(Wait wait, Runnable task) {
        phase = wait.phase();
        sleep(time.endOf(wait.duration()), task);
    }

    /** Waits without a thread until something else is done, whatever its result. */
    void continueWhenDone(CompletableFuture<?> done, Runnable task) {
        phase = Phase.QUEUEING;
        sleep(time.nanos() + FOREVER, task);
        done.whenComplete((result, failure) -> sleeper.wake(elsewhere)); // others may wait for the same
    }

    private void sleep(long until, Runnable task) {
        sleeper.sleep(until, task);
        if (end != null) {
            sleeper.wake(Runnable::run);
        }
    }

    /**
     * Waits without a thread: the task runs once, when the stream is resumed or has ended, at once if it was resumed
     * before.
     */
    void continueWhenResumed(Runnable task) {
        streamPause.begin(task);
    }

    @Override
    public void resume() {
        resume(Runnable::run);
    }

    private void resume(Executor executor) {
        Runnable task = streamPause.end();
        if (task != null) {
            progressed(); // the time limits run again while it waits for a thread
            executor.execute(task);
        }
    }

    /** Waits for something that cannot be interrupted, until it is done or the call has ended. */
    void await(Future<?> result) {
        waiting = Thread.currentThread();
        while (!result.isDone() && end == null && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        waiting = null;
        endIfInterrupted();
        throwIfEnded();
    }

    private void endIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            end(interrupted());
        }
    }

    /** The limit of a silence after the start of an answer. */
    Duration longestSilence() {
        return limits.longestSilence();
    }

    long now() {
        return time.nanos();
    }

    Time time() {
        return time;
    }

    /** What is left of the total limit; null if there is none. */
    @Nullable
    Duration left() {
        return limits.left();
    }

    /** The failure of this call: by the one who ended it, else the HTTP client's exception. */
    TransportException failure(Exception e) {
        Call failed = request;
        boolean cancelled = failed != null && failed.isCanceled(); // first: the end is set before its cancellation
        TransportException ended = end;
        if (ended != null) {
            return ended;
        }
        if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            return interrupted();
        }
        Stage stage = stage();
        return cancelled && stage != Stage.ANSWERING
                ? IoFailures.cancelled(e, what(), where())
                : IoFailures.of(e, what(), stage);
    }

    private Stage stage() {
        if (answerHasBegun || phase == Phase.READING) {
            return Stage.ANSWERING;
        }
        if (phase == Phase.CONNECTING) {
            return Stage.CONNECTING;
        }
        return announced ? Stage.ANNOUNCED : Stage.SENT;
    }

    void throwIfEnded() {
        TransportException ended = end;
        if (ended != null) {
            throw ended;
        }
    }

    /** Resumes the call if its wait is over, and ends it if a limit has expired; only the watch calls this. */
    void check(long now) {
        if (callerIsInterrupted()) {
            end(interrupted());
        } else if (sleeper.isDue(now)) {
            sleeper.wake(elsewhere);
        } else {
            checkLimits(now);
        }
    }

    private void checkLimits(long now) {
        StreamTask queued = task;
        boolean waitsForThread = queued != null && queued.waits();
        if (waitsForThread && queued.neverRuns()) {
            end(dispatcherShutDown(null));
            return;
        }
        Expiry expired = limits.expired(now, phase, waitsForThread);
        if (expired != null) {
            String where = waitsForThread ? "while waiting for a thread of the dispatcher" : where();
            end(expired.kind(), what() + " " + expired.words() + ", " + where);
        }
    }

    @Override
    public void cancel() {
        end(Kind.CANCELLED, what() + " was cancelled, " + where());
    }

    @Override
    public boolean isCancelled() {
        TransportException ended = end;
        return ended != null && ended.kind() == Kind.CANCELLED;
    }

    /** The client of this call is being closed. */
    void closed() {
        end(Kind.CLOSED, what() + " was ended because its OpenRouter connection was closed, " + where());
    }

    /** The call cannot begin, or cannot go on after a wait. */
    TransportException dispatcherShutDown(@Nullable Throwable cause) {
        return new TransportException(
                Kind.CLOSED, what() + " cannot run: the dispatcher of okHttpClient has been shut down", cause);
    }

    private TransportException interrupted() {
        String whose = caller == null ? "The thread that carried out " : "The thread that waited for ";
        return new TransportException(Kind.INTERRUPTED, whose + what() + " was interrupted, " + where(), null);
    }

    private String where() {
        return "while " + (streamPause.isOn() ? PAUSED : phase.words);
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
        Call call = request;
        if (call != null) {
            elsewhere.execute(() -> cancelQuietly(call));
        }
        LockSupport.unpark(waiting);
        StreamTask queued = task;
        if (queued != null) {
            queued.ended(why);
        }
        sleeper.wake(elsewhere);
        resume(elsewhere);
    }

    /** Closes the connection before the user's listener is called, which may throw, or not return. */
    private static void cancelQuietly(Call call) {
        try {
            call.cancel();
        } catch (Throwable ofListener) {
            // this thread is the watch's, or that of a user who did not cause it
        }
    }
}
