package dev.langchain4j.openrouter.playground;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The runs of agents under way, each with a thread of its own. */
final class Runs {

    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    /** The thread of a new run, which the caller starts. */
    Thread add(String id, Runnable run) {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run();
                    } finally {
                        threads.remove(id, Thread.currentThread());
                    }
                },
                "agents");
        thread.setDaemon(true);
        if (threads.putIfAbsent(id, thread) != null) {
            throw new IllegalArgumentException("This run is under way");
        }
        return thread;
    }

    /** Interrupts the run, also one that has not begun: it then begins interrupted, and so ends its stream itself. */
    void cancel(String id) {
        Thread thread = threads.remove(id);
        if (thread != null) {
            thread.interrupt();
        }
    }
}
