package dev.langchain4j.model.openrouter.support;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An executor that queues its tasks and never runs them. */
public final class QueueingExecutor extends AbstractExecutorService {

    private final List<Runnable> queue = new CopyOnWriteArrayList<>();

    /** What has been given so far, in order. */
    public List<Runnable> queue() {
        return queue;
    }

    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
