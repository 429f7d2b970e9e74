package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Two paces for one call. The second one sees the time at which the first one would let it start. */
record TwoPaces(Pace one, Pace other) implements Pace {

    @Override
    public Duration untilTurn(Time time, @Nullable Duration left) {
        Duration first = one.untilTurn(time, left);
        return first.plus(other.untilTurn(new Later(time, first), left == null ? null : left.minus(first)));
    }

    @Override
    public @Nullable CompletableFuture<?> lookUp() {
        CompletableFuture<?> first = one.lookUp();
        CompletableFuture<?> second = other.lookUp();
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return CompletableFuture.allOf(first, second);
    }

    /** A time that is ahead. */
    private record Later(Time time, Duration by) implements Time {

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
}
