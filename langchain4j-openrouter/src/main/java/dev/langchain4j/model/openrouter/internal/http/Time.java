package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Time and randomness as inputs, so that tests neither wait nor guess. */
public interface Time {

    /** Monotonic nanoseconds, for limits. */
    long nanos();

    /** The wall clock, for dates from a server. */
    Instant now();

    /** Between 0 inclusive and 1 exclusive, for jitter. */
    double random();

    /** Waits on the calling thread; ends early if it is unparked or interrupted and {@code wake} is true. */
    void pause(Duration duration, BooleanSupplier wake);

    /** When a wait that begins now is over, in {@link #nanos}: for a wait on no thread. */
    long endOf(Duration wait);

    /** The end of a wait, however long it is. */
    static Instant after(Instant start, Duration wait) {
        return wait.compareTo(Duration.between(start, Instant.MAX)) < 0 ? start.plus(wait) : Instant.MAX;
    }

    /** For messages: in seconds, or in milliseconds if the seconds are not whole. */
    static String inWords(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    static Time system() {
        return SystemTime.INSTANCE;
    }

    /** The system's clock. */
    enum SystemTime implements Time {
        INSTANCE;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public long endOf(Duration wait) {
            return nanos() + wait.toNanos();
        }

        @Override
        public void pause(Duration duration, BooleanSupplier wake) {
            long end = nanos() + duration.toNanos();
            for (long left = end - nanos(); left > 0 && !wake.getAsBoolean(); left = end - nanos()) {
                LockSupport.parkNanos(this, left);
            }
        }
    }
}
