package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The system's clock, which tells when a call begins to wait.
 *
 * @param waits becomes true then
 */
public record TellingTime(AtomicBoolean waits) implements Time {

    @Override
    public long nanos() {
        return Time.system().nanos();
    }

    @Override
    public Instant now() {
        return Time.system().now();
    }

    @Override
    public double random() {
        return Time.system().random();
    }

    @Override
    public void pause(Duration duration, BooleanSupplier wake) {
        waits.set(true);
        Time.system().pause(duration, wake);
    }

    @Override
    public long endOf(Duration wait) {
        waits.set(true);
        return Time.system().endOf(wait);
    }
}
