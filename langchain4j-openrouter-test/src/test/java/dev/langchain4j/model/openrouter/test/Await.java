package dev.langchain4j.model.openrouter.test;

import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread; the test's time limit ends it. */
final class Await {

    private Await() {}

    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
