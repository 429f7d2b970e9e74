package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import org.jspecify.annotations.Nullable;

/**
 * A metered call that waits for its turns by a {@link RateLimiter}, and tells it how many tokens it has used. Its turn
 * ends before its meter is told the end: sinks of costs may take long, or call a model themselves.
 */
record PacedCall(CallMeter meter, RateLimiter.Turns turns) implements CallMeter {

    @Override
    public void started() {
        meter.started();
    }

    @Override
    public boolean awaitsFirstToken() {
        return meter.awaitsFirstToken();
    }

    @Override
    public void firstToken() {
        meter.firstToken();
    }

    @Override
    public void answered(CallReceipt receipt) {
        ended(receipt.usage());
        meter.answered(receipt);
    }

    /** A refusal uses no tokens; what an answer that was lost has used is not known. */
    @Override
    public void failed(Throwable failure) {
        ApiException refusal = failure instanceof ApiException answered ? answered : null;
        if (refusal != null && refusal.usage() == null && refusal.isFree()) {
            turns.used(0);
        }
        ended(refusal == null ? null : refusal.usage());
        meter.failed(failure);
    }

    @Override
    public void cancelled(CallReceipt receipt) {
        ended(receipt.usage());
        meter.cancelled(receipt);
    }

    @Override
    public void giveUp() {
        meter.giveUp(); // it has no turn yet
    }

    @Override
    public CallTrace trace() {
        return meter.trace();
    }

    @Override
    public Pace pace() {
        return turns;
    }

    private void ended(@Nullable Usage usage) {
        Long tokens = usage == null ? null : usage.tokens();
        if (tokens != null) {
            turns.used(Math.max(0, tokens));
        }
        turns.ended();
    }
}
