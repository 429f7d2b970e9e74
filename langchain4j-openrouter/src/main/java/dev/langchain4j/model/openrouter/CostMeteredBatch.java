package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.internal.api.BatchEndpoints;
import dev.langchain4j.model.openrouter.internal.api.BatchPages;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import dev.langchain4j.model.openrouter.internal.cost.CostLookup;
import dev.langchain4j.model.openrouter.internal.cost.CostReservation;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The submission of a batch, as {@link CostMeteredCall} is one call. All attempts share one reservation, because they
 * create at most one batch; it stays until the batch is over and somebody retrieves it: {@link #settlement} is its cost
 * then. A batch has no record itself, its lines have; a failed submission has one.
 */
final class CostMeteredBatch implements CallMeter, CallTrace {

    private final CostMeter meter;
    private final CostAttribution attribution;
    private final @Nullable CostReservation reservation;
    private final CostAttempt attempt;

    // Written by the thread that runs the call.
    private int attempts;
    private long start;
    private boolean accepted;

    /**
     * @param estimate null without a budget
     * @param reservation null without a budget
     */
    CostMeteredBatch(
            CostMeter meter,
            CostAttribution attribution,
            @Nullable CostEstimate estimate,
            @Nullable CostReservation reservation) {
        this.meter = meter;
        this.attribution = attribution;
        this.reservation = reservation;
        this.attempt = new CostAttempt(meter, attribution, estimate, reservation);
    }

    @Override
    public void started() {
        start = meter.time().nanos();
    }

    @Override
    public boolean awaitsFirstToken() {
        return false;
    }

    @Override
    public void firstToken() {}

    /** @param receipt its generation id is the id of the batch */
    @Override
    public void answered(CallReceipt receipt) {
        accepted = true;
        if (reservation != null && receipt.generationId() != null) {
            meter.budget().counter().pledges().add(receipt.generationId(), reservation);
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (accepted) {
            return; // an error of the budget's store: the batch exists, and keeps its reservation
        }
        Attempt last = attempt.failed(failure); // before the record, which may throw
        if (attempts > 0 && meter.hasLedgers()) {
            meter.recordInLedgers(record(last));
        }
    }

    @Override
    public void cancelled(CallReceipt receipt) {
        throw new UnsupportedOperationException("a submission is no stream");
    }

    @Override
    public CallTrace trace() {
        return this;
    }

    @Override
    public void attempted() {
        attempts++;
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

    private OpenRouterCostRecord record(Attempt last) {
        return new OpenRouterCostRecord(
                meter.time().now(),
                attribution.operation(),
                Duration.ofNanos(meter.time().nanos() - start),
                null, // no first token
                attempts,
                last.generationId(),
                attribution.modelRequested(),
                null, // no model, provider and usage of an answer
                null,
                null,
                null, // no cache
                null,
                attribution.sessionId(),
                attribution.tags(),
                last.outcome(),
                last.error(),
                List.of(last));
    }

    /** Finds the cost of a generation, or of a batch that is over. */
    static CostLookup lookup(OpenRouterApi api) {
        CostLookup generations = CostLookup.of(api.account()::generationIfKnown);
        return id -> id.startsWith("batch") ? ofBatch(id, api.batches()) : generations.find(id);
    }

    private static Optional<CostSettlement> ofBatch(String id, BatchEndpoints batches) {
        Batch batch = batches.batch(id);
        return settlement(batch, answeredNothing(batch, batches));
    }

    /** Whether neither the counts of a batch that is over nor its lines tell of an answer. */
    private static boolean answeredNothing(Batch batch, BatchEndpoints batches) {
        if (!batch.status().isTerminal() || !batch.answeredNothing()) {
            return false;
        }
        Iterator<BatchLine> lines = BatchPages.of(batch, batches);
        while (lines.hasNext()) {
            if (lines.next().isAnswered()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The cost of a batch that is over; empty if it is not known.
     *
     * @param answeredNothing whether the batch and its lines tell that none of them was answered: then it is free unless
     *     it reports a cost, and that is the whole
     */
    static Optional<CostSettlement> settlement(Batch batch, boolean answeredNothing) {
        Usage usage = batch.usage();
        BigDecimal cost = usage == null || usage.charged() == null ? null : usage.cost();
        if (!batch.status().isTerminal() || cost == null && !answeredNothing) {
            return Optional.empty();
        }
        BigDecimal upstream =
                cost == null ? null : OpenRouterTokenUsage.reported(usage).upstreamCost();
        boolean own = usage != null && Boolean.TRUE.equals(usage.byok());
        return Optional.of(new CostSettlement(
                cost == null ? BigDecimal.ZERO : cost,
                upstream,
                own && (upstream != null || !answeredNothing),
                batch.model(),
                batch.provider()));
    }
}
