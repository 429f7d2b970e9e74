package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouterProgress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Draws what the executors have written into the journal. */
final class ProgressWatch {

    private static final long PAUSE_MILLIS = 500;

    private final OpenRouterProgress line;
    private final Supplier<Tallies.Tally> journal;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "openrouter-spark-progress");
        thread.setDaemon(true);
        return thread;
    });

    ProgressWatch(OpenRouterProgress line, Supplier<Tallies.Tally> journal) {
        this.line = line;
        this.journal = journal;
        watch.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Tallies.Tally tally = journal.get();
            line.done(tally.done());
            line.cost(tally.cost());
        } catch (RuntimeException away) {
            LoggerFactory.getLogger("dev.langchain4j.model.openrouter")
                    .debug("The progress of the job cannot be read", away);
        }
    }

    /** Looks for the last time, and ends the line. */
    void close() {
        watch.shutdown();
        try {
            watch.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        look();
        line.close();
    }
}
