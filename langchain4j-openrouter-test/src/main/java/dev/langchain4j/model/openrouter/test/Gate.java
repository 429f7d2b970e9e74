package dev.langchain4j.model.openrouter.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A point in a stream where the server waits until the test opens it: makes a stream test deterministic without
 * sleeping. Thread-safe; once open it stays open.
 *
 * <pre>{@code
 * Gate gate = new Gate();
 * server.answer(Answer.stream().text("Hel").waitFor(gate).text("lo").finish("stop").done());
 * // ask, and see "Hel" arrive while the rest cannot have been sent yet
 * gate.open();
 * }</pre>
 */
public final class Gate {

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** A closed gate. */
    public Gate() {}

    /** Lets all current and future waiters through. */
    public void open() {
        opened.complete(null);
    }

    /**
     * Waits until a stream reaches this gate, that is until everything before it has been written.
     *
     * @throws AssertionError if none comes within {@code timeout}
     */
    public void awaitReached(Duration timeout) {
        try {
            reached.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("No stream reached the gate within " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a stream to reach the gate", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e); // impossible: nobody completes it with a failure
        }
    }

    CompletableFuture<Void> arrive() {
        reached.complete(null);
        return opened;
    }
}
