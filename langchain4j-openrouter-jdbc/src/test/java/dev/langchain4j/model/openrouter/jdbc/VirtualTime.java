package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waits take no time, and are recorded. */
final class VirtualTime implements Time {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final List<Duration> waits = new ArrayList<>();
    private long nanos;

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    synchronized void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public synchronized void pause(Duration duration, BooleanSupplier wake) {
        waits.add(duration);
        nanos += duration.toNanos();
    }

    @Override
    public synchronized long endOf(Duration wait) {
        pause(wait, () -> false);
        return nanos;
    }
}
