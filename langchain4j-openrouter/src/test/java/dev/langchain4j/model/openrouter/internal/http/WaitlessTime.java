package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The system's clock, but a wait takes no time: it moves the clock forward instead. */
public final class WaitlessTime implements Time {

    private final AtomicLong waited = new AtomicLong();

    @Override
    public long nanos() {
        return Time.system().nanos() + waited.get();
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
        waited.addAndGet(duration.toNanos());
    }

    @Override
    public long endOf(Duration wait) {
        return nanos();
    }
}
