package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import dev.langchain4j.model.openrouter.internal.cost.CostReservation;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One attempt of a call. It ends once: not sent, at a known cost, or at a cost that is settled later. */
final class CostAttempt {

    private static final int REFUSED = 300;
    private static final int UPSTREAM_FAILED = 500;

    /** The failures of a sent request without an answer that no model has seen. */
    private static final Set<Kind> NOT_PROCESSED = Set.of(Kind.NO_CONNECTION, Kind.REFUSED_STREAM);

    private final CostMeter meter;
    private final CostAttribution attribution;
    private final @Nullable CostEstimate estimate;
    private final @Nullable CostReservation reservation;

    // Written by the thread that runs the attempt.
    private volatile boolean attempted;
    private volatile boolean sent;
    private volatile @Nullable HttpHead head;
    private @Nullable Attempt ended;

    /** @param reservation null without a budget */
    CostAttempt(
            CostMeter meter,
            CostAttribution attribution,
            @Nullable CostEstimate estimate,
            @Nullable CostReservation reservation) {
        this.meter = meter;
        this.attribution = attribution;
        this.estimate = estimate;
        this.reservation = reservation;
    }

    /**
     * The next attempt.
     *
     * @throws OpenRouterBudgetExceededException if it does not fit
     */
    CostAttempt again() {
        BigDecimal amount = reservation == null ? null : reservation.amount();
        return new CostAttempt(meter, attribution, estimate, meter.reserveAgain(attribution, amount));
    }

    /** Notes that the attempt is being sent. Those of a batch share this object: the one before may have been sent. */
    void attempted() {
        attempted = true;
        sent = false;
    }

    boolean isAttempted() {
        return attempted;
    }

    /** A request goes out. If it is not the first, for example after a redirect, the head before does not answer it. */
    void sending() {
        sent = true;
        head = null;
    }

    void opened(HttpHead head) {
        this.head = head;
        if (reservation != null) {
            reservation.identified(this::generationId);
        }
    }

    /** Read from the head only when it is needed, because the search for secrets in it is slow. */
    private @Nullable String generationId() {
        HttpHead opened = head;
        String id = opened == null ? null : opened.header("X-Generation-Id");
        return id == null ? null : opened.secrets().removedFrom(id);
    }

    /** {@code HIT} if OpenRouter's response cache answered, which costs nothing; null if caching is off. */
    @Nullable
    String cacheStatus() {
        HttpHead opened = head;
        return opened == null ? null : opened.header("X-OpenRouter-Cache-Status");
    }

    void notSent() {
        if (reservation != null) {
            reservation.known(BigDecimal.ZERO);
        }
    }

    Attempt answered(CallReceipt receipt) {
        return end(Outcome.ANSWERED, receipt, charged(receipt), null);
    }

    Attempt cancelled(CallReceipt receipt) {
        BigDecimal charged = sent && !isRefused() ? charged(receipt) : BigDecimal.ZERO;
        return end(charged == null ? Outcome.UNKNOWN : Outcome.CANCELLED, receipt, charged, null);
    }

    Attempt failed(Throwable failure) {
        CallReceipt receipt = CallReceipt.of(failure);
        BigDecimal charged = isBilledNothing(failure) ? BigDecimal.ZERO : charged(receipt);
        return end(charged == null ? Outcome.UNKNOWN : Outcome.FAILED, receipt, charged, failure);
    }

    private boolean isBilledNothing(Throwable failure) {
        if (!sent) {
            return true;
        }
        if (failure instanceof ApiException api) {
            return api.billing() == Billing.NOTHING;
        }
        return isRefused()
                || failure instanceof TransportException transport && NOT_PROCESSED.contains(transport.kind());
    }

    /** Whether the head of the response tells, whatever follows it. */
    private boolean isRefused() {
        HttpHead opened = head;
        return opened != null && opened.status() >= REFUSED && opened.status() < UPSTREAM_FAILED;
    }

    /** @return null if unknown */
    private @Nullable BigDecimal charged(CallReceipt receipt) {
        Usage usage = receipt.usage();
        if (usage == null || usage.cost() == null) {
            return "HIT".equals(cacheStatus()) ? BigDecimal.ZERO : null;
        }
        if (usage.charged() == null) {
            meter.log()
                    .warn(
                            "OpenRouter reported a cost of ${} for generation {}. It is not counted; the reservation is",
                            usage.cost().toPlainString(),
                            receipt.generationId());
            return null;
        }
        return meter.counted(usage);
    }

    /** @param charged null if unknown */
    private synchronized Attempt end(
            Outcome outcome, CallReceipt receipt, @Nullable BigDecimal charged, @Nullable Throwable failure) {
        if (ended != null) {
            return ended;
        }
        String id = receipt.generationId() == null ? generationId() : receipt.generationId();
        if (reservation != null) {
            settle(reservation, receipt, charged, id);
        }
        Usage usage = receipt.usage();
        boolean reported = charged != null && usage != null && usage.charged() != null;
        BigDecimal cost = reported ? usage.cost() : charged; // the account's part of it
        ended = new Attempt(outcome, cost, id, failure == null ? null : name(failure));
        return ended;
    }

    private void settle(
            CostReservation reserved, CallReceipt receipt, @Nullable BigDecimal charged, @Nullable String id) {
        if (charged != null) {
            reserved.known(charged);
            learn(reserved, charged);
            return;
        }
        if (reserved.unknown(part(receipt), id) && id != null) {
            OpenRouterBudget budget = meter.budget();
            budget.settler().add(id, meter.lookup(), settlement -> {
                BigDecimal late = settlement.charged(budget.byokCounts());
                boolean first = reserved.settled(late);
                learn(reserved, late);
                if (first && meter.hasLedgers()) {
                    meter.recordInLedgers(
                            OpenRouterCostRecord.settled(meter.time().now(), attribution, id, settlement));
                }
            });
        }
    }

    private void learn(CostReservation reserved, BigDecimal charged) {
        if (reserved.amount().signum() == 0) {
            meter.budget().counter().learnCostOfFreeModel(attribution.modelRequested(), charged);
        }
    }

    /** The cost of the prompt and of the part of the answer; nothing if no part has arrived. */
    private BigDecimal part(CallReceipt receipt) {
        return receipt.outputBytes() == 0 || estimate == null
                ? BigDecimal.ZERO
                : estimate.cost(meter.tokens(receipt.outputBytes()));
    }

    private static String name(Throwable failure) {
        Throwable thrown = failure instanceof RuntimeException exception
                ? ExceptionMapper.toLangChain4j(exception, false)
                : failure;
        return thrown.getClass().getSimpleName();
    }
}
