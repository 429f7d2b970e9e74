package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A clock that moves only when told to or when somebody waits; every wait is recorded and takes no time. */
public class FakeTime implements Time {

    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private volatile long nanos;
    private volatile double random = 0.5;

    /** Every wait so far, in order. */
    public List<Duration> waits() {
        return List.copyOf(waits);
    }

    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /** What every random number is from now on. */
    public void chance(double random) {
        this.random = random;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public double random() {
        return random;
    }

    @Override
    public long endOf(Duration wait) {
        waits.add(wait);
        advance(wait);
        return nanos;
    }

    @Override
    public void pause(Duration duration, BooleanSupplier wake) {
        waits.add(duration);
        advance(duration);
    }
}
