package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Limits;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turns;
import dev.langchain4j.model.openrouter.internal.api.RateTurns;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes turns among all processes; among the calls of this one while the others' cannot be counted. */
final class ConnectionSharedTurns implements RateTurns {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private final Limits limits;
    private final Turns turns;
    private final RateTurns alone;

    /** A race logs twice. */
    private volatile boolean failing;

    ConnectionSharedTurns(Limits limits, Turns turns, RateTurns alone) {
        this.limits = limits;
        this.turns = turns;
        this.alone = alone;
    }

    @Override
    public Turn take(Time time, String call, long tokens, @Nullable Duration longest) {
        OpenRouterRateLimiter.Turn turn =
                ExceptionGuard.get(() -> turns.take(limits, call, tokens, longest), this::failed);
        if (turn == null) {
            return alone.take(time, call, tokens, longest);
        }
        failing = false;
        return new Turn(turn.delay(), turn.taken());
    }

    private void failed(Throwable e) {
        if (!failing) {
            LOG.warn("The shared turns of a rate limiter fail; until they are back this process counts alone", e);
        }
        failing = true;
    }

    @Override
    public void used(String call, long tokens) {
        alone.used(call, tokens);
        ExceptionGuard.run(() -> turns.used(call, tokens), ConnectionSharedTurns::warn);
    }

    @Override
    public void ended(String call) {
        alone.ended(call);
        ExceptionGuard.run(() -> turns.ended(call), ConnectionSharedTurns::warn);
    }

    private static void warn(Throwable e) {
        LOG.warn("The shared turns of a rate limiter do not know that a call has ended", e);
    }
}
