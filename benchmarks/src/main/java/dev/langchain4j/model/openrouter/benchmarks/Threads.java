package dev.langchain4j.model.openrouter.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for callers and streams: virtual ones if a scenario requires them. */
final class Threads {

    private Threads() {}

    static ExecutorService of(Scenario scenario) {
        if (!scenario.virtualThreads) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            });
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(scenario + " needs Java 21 or newer", e);
        }
    }
}
