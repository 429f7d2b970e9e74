package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import org.jspecify.annotations.Nullable;

/** A metered call that waits for its turns by a {@link RateLimiter}, and tells it how many tokens it has used. */
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
        meter.answered(receipt);
        used(receipt.usage());
        turns.ended();
    }

    /** A refusal uses no tokens; what an answer that was lost has used is not known. */
    @Override
    public void failed(Throwable failure) {
        meter.failed(failure);
        if (failure instanceof ApiException refusal) {
            used(refusal.usage());
            if (refusal.usage() == null && refusal.isFree()) {
                turns.used(0);
            }
        }
        turns.ended();
    }

    @Override
    public void cancelled(CallReceipt receipt) {
        meter.cancelled(receipt);
        used(receipt.usage());
        turns.ended();
    }

    @Override
    public CallTrace trace() {
        return meter.trace();
    }

    @Override
    public Pace pace() {
        return turns;
    }

    private void used(@Nullable Usage usage) {
        if (usage != null && usage.totalTokens() != null) {
            turns.used(Math.max(0, usage.totalTokens()));
        }
    }
}
