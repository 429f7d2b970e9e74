package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A time that is ahead of another. */
record LaterTime(Time time, Duration by) implements Time {

    @Override
    public long nanos() {
        return time.nanos() + by.toNanos();
    }

    @Override
    public Instant now() {
        return time.now().plus(by);
    }

    @Override
    public double random() {
        return time.random();
    }

    @Override
    public void pause(Duration duration, BooleanSupplier wake) {
        time.pause(duration, wake);
    }

    @Override
    public long endOf(Duration wait) {
        return time.endOf(wait.plus(by));
    }
}
