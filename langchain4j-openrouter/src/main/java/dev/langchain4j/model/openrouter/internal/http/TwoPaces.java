package dev.langchain4j.model.openrouter.internal.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Two paces for one call. The second one sees the time at which the first one would let it start. */
record TwoPaces(Pace one, Pace other) implements Pace {

    @Override
    public Duration untilTurn(Time time, @Nullable Duration left) {
        Duration first = one.untilTurn(time, left);
        if (!one.isTaken()) {
            return first;
        }
        return first.plus(other.untilTurn(new LaterTime(time, first), left == null ? null : left.minus(first)));
    }

    @Override
    public boolean isTaken() {
        return one.isTaken() && other.isTaken();
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
}
