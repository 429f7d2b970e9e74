package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** Time that moves from task to task. For one thread. */
public final class VirtualClock implements CallGate.GateClock {

    private record Task(long at, long number, Runnable task) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long number;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(nanoTime() + delay.toNanos(), number++, task));
    }

    /** Completes after that time. */
    public CompletableFuture<Void> later(Duration delay) {
        var done = new CompletableFuture<Void>();
        after(delay, () -> done.complete(null));
        return done;
    }

    /** Until nothing is left to do. */
    public void runAll() {
        while (!tasks.isEmpty()) {
            Task next = tasks.remove();
            now = next.at;
            next.task.run();
        }
    }
}
