package dev.langchain4j.model.openrouter.test;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread; the test's time limit ends it. */
final class Await {

    private Await() {}

    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("It did not happen in time");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
