package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import dev.langchain4j.model.openrouter.internal.cost.CostReservation;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call to OpenRouter, from its reservation until the budget and the ledgers have its cost. Each attempt has its own
 * reservation. The first end of the call counts.
 */
final class CostMeteredCall implements CallMeter, CallTrace {

    private static final long NOT_YET = Long.MIN_VALUE;

    private enum Stage {
        WAITING,
        UNDER_WAY,
        OVER
    }

    private final CostMeter meter;
    private final CostAttribution attribution;
    private final List<Supplier<OpenRouterCostListener>> begun;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    // Written by the thread that runs the call.
    private volatile CostAttempt attempt;
    private volatile int attempts;
    private volatile List<OpenRouterCostListener> ledgers = List.of();
    private final List<Attempt> outcomes = new ArrayList<>(1);
    private @Nullable OpenRouterTokenUsage wasted;
    private long start = NOT_YET;
    private long firstToken = NOT_YET;

    /**
     * @param estimate null without a budget
     * @param first for the first attempt; null without a budget
     */
    CostMeteredCall(
            CostMeter meter,
            CostAttribution attribution,
            @Nullable CostEstimate estimate,
            @Nullable CostReservation first) {
        this.meter = meter;
        this.attribution = attribution;
        this.begun = meter.beginInLedgers();
        this.attempt = new CostAttempt(meter, attribution, estimate, first);
    }

    @Override
    public void started() {
        if (!stage.compareAndSet(Stage.WAITING, Stage.UNDER_WAY)) {
            throw new TransportException(Kind.INTERRUPTED, "The call was cancelled before it was sent", null);
        }
        start = meter.time().nanos();
    }

    @Override
    public void giveUp() {
        if (stage.compareAndSet(Stage.WAITING, Stage.OVER)) {
            attempt.notSent();
        }
    }

    @Override
    public boolean awaitsFirstToken() {
        return firstToken == NOT_YET;
    }

    @Override
    public void firstToken() {
        firstToken = meter.time().nanos();
    }

    @Override
    public CallTrace trace() {
        return this;
    }

    @Override
    public void attempted() {
        attempts++;
        if (attempts == 1) {
            List<OpenRouterCostListener> ofCall = new ArrayList<>(begun.size());
            for (Supplier<OpenRouterCostListener> ledger : begun) {
                ofCall.add(ledger.get());
            }
            ledgers = ofCall;
        }
        attempt.attempted();
    }

    @Override
    public void sending() {
        attempt.sending();
    }

    @Override
    public void opened(HttpHead head) {
        attempt.opened(head);
    }

    @Override
    public @Nullable String objection(CallFailedException failure) {
        CostAttempt failed = attempt;
        Attempt outcome = failed.failed(failure);
        try {
            attempt = failed.again();
        } catch (OpenRouterBudgetExceededException noRoom) {
            return "not retried: the budget has no room for another attempt";
        } catch (CostStoreException unreachable) {
            return "not retried: the budget's store failed";
        }
        outcomes.add(outcome);
        wasted = OpenRouterTokenUsage.sum(wasted, counted(CallReceipt.of(failure), outcome));
        return null;
    }

    @Override
    public void answered(CallReceipt receipt) {
        end(receipt, current -> current.answered(receipt));
    }

    @Override
    public void failed(Throwable failure) {
        end(CallReceipt.of(failure), current -> current.failed(failure));
    }

    @Override
    public void cancelled(CallReceipt receipt) {
        end(receipt, current -> current.cancelled(receipt));
    }

    /** The money first: if anything throws before, the next end settles it. */
    private void end(CallReceipt receipt, Function<CostAttempt, Attempt> ending) {
        if (stage.get() == Stage.OVER) {
            return;
        }
        Attempt last = ending.apply(attempt);
        if (stage.getAndSet(Stage.OVER) != Stage.OVER && attempts > 0 && meter.hasLedgers()) {
            if (attempt.isAttempted()) {
                outcomes.add(last);
            }
            meter.recordInLedgers(record(last, receipt), ledgers);
        }
    }

    private OpenRouterCostRecord record(Attempt last, CallReceipt receipt) {
        boolean unknown = last.outcome() != Outcome.ANSWERED
                && outcomes.stream().anyMatch(attempt -> attempt.outcome() == Outcome.UNKNOWN);
        return new OpenRouterCostRecord(
                meter.time().now(),
                attribution.operation(),
                Duration.ofNanos(meter.time().nanos() - start),
                firstToken == NOT_YET ? null : Duration.ofNanos(firstToken - start),
                attempts,
                last.generationId(),
                attribution.modelRequested(),
                receipt.model(),
                receipt.provider(),
                OpenRouterTokenUsage.sum(counted(receipt, last), wasted),
                null, // the listener adds what the cache saved
                attempt.cacheStatus(),
                attribution.sessionId(),
                attribution.tags(),
                unknown ? Outcome.UNKNOWN : last.outcome(),
                last.error(),
                outcomes);
    }

    /** No part of a cost that is unknown: the record of its settlement has the whole. */
    private static @Nullable OpenRouterTokenUsage counted(CallReceipt receipt, Attempt attempt) {
        Usage usage = receipt.usage();
        boolean costs = usage != null && usage.charged() != null && attempt.cost() != null;
        return OpenRouterTokenUsage.reported(usage == null || costs ? usage : usage.withoutCost());
    }
}
