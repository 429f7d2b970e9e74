package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rate.RateWindow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts calls, first come first served, within a limit of parallel calls and of calls in any 60 seconds. It blocks no
 * thread: a call starts on the thread that requested it, that ended an earlier one, or of the clock. Shared by all
 * queries of a model and, if wanted, by several models.
 */
public final class CallGate {

    private final int maxConcurrency;
    private final GateClock clock;

    // All below are guarded by this gate's monitor.
    private final Deque<Waiting<?>> queue = new ArrayDeque<>();
    private final Deque<CompletableFuture<Void>> again = new ArrayDeque<>();
    private final @Nullable RateWindow rate;
    private int inFlight;
    private boolean letting;
    private boolean alarmSet;

    /** @param requestsPerMinute null: no limit */
    public CallGate(int maxConcurrency, @Nullable Integer requestsPerMinute, GateClock clock) {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, but is " + maxConcurrency);
        }
        if (requestsPerMinute != null && requestsPerMinute < 1) {
            throw new IllegalArgumentException("requestsPerMinute must be at least 1, but is " + requestsPerMinute);
        }
        this.maxConcurrency = maxConcurrency;
        this.rate = requestsPerMinute == null ? null : new RateWindow(requestsPerMinute, Duration.ofMinutes(1));
        this.clock = clock;
    }

    /** Starts the call when its turn comes. Cancelling the future removes it from the queue or cancels the call. */
    public <T> CompletableFuture<T> submit(Supplier<? extends CompletionStage<T>> call) {
        var waiting = new Waiting<T>(call);
        synchronized (this) {
            queue.add(waiting);
        }
        waiting.result.whenComplete((value, error) -> remove(waiting));
        letThrough();
        return waiting.result;
    }

    /**
     * Completes the turn when a started call may be sent again. It has its slot already, so it only waits for the rate
     * limit, before all calls that have not started. Cancelling the turn, even before, gives it up.
     */
    public void again(CompletableFuture<Void> turn) {
        turn.whenComplete((nothing, cancelled) -> remove(turn));
        synchronized (this) {
            if (!turn.isDone()) {
                again.add(turn);
            }
        }
        letThrough();
    }

    private synchronized void remove(CompletableFuture<Void> turn) {
        again.remove(turn);
    }

    private synchronized void remove(Waiting<?> waiting) {
        if (!waiting.started) {
            queue.remove(waiting);
        }
    }

    /** Only one thread at a time starts calls, so that calls that end at once do not nest. */
    private void letThrough() {
        synchronized (this) {
            if (letting) {
                return;
            }
            letting = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        if (!again.isEmpty() && rateAllows()) {
            CompletableFuture<Void> turn = again.remove();
            return () -> turn.complete(null);
        }
        if (!again.isEmpty() || queue.isEmpty() || inFlight == maxConcurrency || !rateAllows()) {
            letting = false;
            return null;
        }
        Waiting<?> next = queue.remove();
        next.started = true;
        inFlight++;
        return next::start;
    }

    private boolean rateAllows() {
        if (rate == null) {
            return true;
        }
        long now = clock.nanoTime();
        long wait = rate.untilNext(now);
        if (wait > 0) {
            setAlarm(wait);
            return false;
        }
        rate.start(now);
        return true;
    }

    private void setAlarm(long nanos) {
        if (!alarmSet) {
            alarmSet = true;
            clock.after(Duration.ofNanos(nanos), this::alarm);
        }
    }

    private void alarm() {
        synchronized (this) {
            alarmSet = false;
        }
        letThrough();
    }

    private void release() {
        synchronized (this) {
            inFlight--;
        }
        letThrough();
    }

    private final class Waiting<T> {

        private final Supplier<? extends CompletionStage<T>> call;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private boolean started;

        private Waiting(Supplier<? extends CompletionStage<T>> call) {
            this.call = call;
        }

        private void start() {
            CompletableFuture<T> running;
            try {
                running = call.get().toCompletableFuture();
            } catch (Throwable e) {
                running = CompletableFuture.failedFuture(e);
            }
            CompletableFuture<T> started = running;
            result.whenComplete((value, error) -> {
                if (result.isCancelled()) {
                    started.cancel(true);
                }
            });
            started.whenComplete((value, error) -> {
                release();
                if (error == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(error);
                }
            });
        }
    }

    /** The clock of a gate. */
    public interface GateClock {

        /** Nanoseconds since a fixed moment. */
        long nanoTime();

        void after(Duration delay, Runnable task);

        static GateClock system() {
            return new GateClock() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void after(Duration delay, Runnable task) {
                    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                            .execute(task);
                }
            };
        }
    }
}
