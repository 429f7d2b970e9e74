package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.MeteredCalls;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.RateLimiter;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostCounter;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import dev.langchain4j.model.openrouter.internal.cost.CostHold;
import dev.langchain4j.model.openrouter.internal.cost.CostLookup;
import dev.langchain4j.model.openrouter.internal.cost.CostReservation;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Connects a model to its budget and ledgers, if it has any: every call starts here. */
final class CostMeter {

    private static final String NO_PRICES =
            "The budget could not look up prices in the model catalog (images and audio with maxCost need none): ";

    private final @Nullable OpenRouterBudget budget;
    private final @Nullable Supplier<String> requireKey;
    private final Set<OpenRouterCostListener> ledgers;
    private final @Nullable RateLimiter limiter;
    private final CatalogCache catalog;
    private final CostEstimator estimator;
    private final CostLookup lookup;
    private final Time time;
    private final Logger log;

    /**
     * @param requireKey throws if there is no key now, and may block; null if none is set: then no call is sent, and
     *     none needs a price and a reservation
     * @param limiter decides when calls may start
     * @param catalog provides prices
     */
    CostMeter(
            @Nullable OpenRouterBudget budget,
            @Nullable Supplier<String> requireKey,
            Set<OpenRouterCostListener> ledgers,
            @Nullable RateLimiter limiter,
            CatalogCache catalog,
            CostLookup lookup,
            Time time,
            Logger log) {
        this.budget = budget;
        this.requireKey = requireKey;
        this.ledgers = ledgers;
        this.limiter = limiter;
        this.catalog = catalog;
        this.estimator = new CostEstimator(
                budget == null ? 1 : budget.bytesPerToken(),
                id -> catalog.get(NO_PRICES).find(id),
                id -> catalog.findFetched(ModelIds.withoutPreset(id)).isPresent()
                        ? null
                        : CatalogSuggestions.hint(id, catalog::fetchedIds));
        this.lookup = lookup;
        this.time = time;
        this.log = log;
        if (budget != null) {
            budget.connected(this);
        }
    }

    /** Whether there is a budget, a ledger or a limiter. */
    boolean counts() {
        return budget != null || !ledgers.isEmpty() || limiter != null;
    }

    /** Whether a reservation may block, because it is made in a user's store. */
    boolean reservesInStore() {
        return budget != null && requireKey != null && budget.isShared();
    }

    /**
     * Starts to fetch the prices if {@link #begin} would have to, so that it need not wait for them.
     *
     * @return null if there is nothing to fetch; it fails if there is no key, or if the catalog cannot be fetched
     */
    @Nullable
    CompletableFuture<?> lookUp() {
        if (budget == null || requireKey == null || catalog.isCurrent()) {
            return null;
        }
        return CallerContext.offload(requireKey).thenCompose(key -> {
            CompletableFuture<?> prices = catalog.lookUp(NO_PRICES);
            return prices == null ? CompletableFuture.completedFuture(null) : prices;
        });
    }

    /**
     * One call.
     *
     * @throws OpenRouterBudgetExceededException if it could exceed the budget
     * @throws dev.langchain4j.exception.InvalidRequestException if its price is unknown
     */
    <R> CallMeter begin(CostAttribution attribution, R request, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        return beginAll(attribution, List.of(request), pricing).meters().get(0);
    }

    /** Several calls for one result, in the order of their requests: either all fit into the budget, or none starts. */
    <R> MeteredCalls beginAll(
            CostAttribution attribution, List<R> requests, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        return prepare(attribution, requests, pricing).reserve();
    }

    /**
     * Like {@link #begin}, and sends the call. Returns at once: another thread reserves in a user's store, and sends.
     * The future fails with what the store throws.
     */
    <R, T> CompletableFuture<T> beginAsync(
            CostAttribution attribution,
            R request,
            BiFunction<CostEstimator, R, CostEstimate> pricing,
            Function<CallMeter, CompletableFuture<T>> send) {
        return beginAllAsync(
                attribution,
                List.of(request),
                pricing,
                calls -> send.apply(calls.meters().get(0)));
    }

    /** Like {@link #beginAsync}, for {@link #beginAll several} calls. */
    <R, T> CompletableFuture<T> beginAllAsync(
            CostAttribution attribution,
            List<R> requests,
            BiFunction<CostEstimator, R, CostEstimate> pricing,
            Function<MeteredCalls, CompletableFuture<T>> send) {
        PreparedCalls prepared = prepare(attribution, requests, pricing);
        return reservesInStore()
                ? CallerContext.offloadAsync(() -> send.apply(prepared.reserve()))
                : send.apply(prepared.reserve());
    }

    /**
     * The submission of a batch.
     *
     * @throws OpenRouterBudgetExceededException if it could exceed the budget
     * @throws dev.langchain4j.exception.InvalidRequestException if its price is unknown
     */
    <R> CallMeter beginBatch(
            CostAttribution attribution, R request, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        return prepare(attribution, List.of(request), pricing, CostMeteredBatch::new)
                .reserve()
                .meters()
                .get(0);
    }

    /** Makes the meter of one call or of one batch. Estimate and reservation are null without a budget. */
    private interface MeterFactory {
        CallMeter create(
                CostMeter meter,
                CostAttribution attribution,
                @Nullable CostEstimate estimate,
                @Nullable CostReservation reservation);
    }

    /** Calls that lack only their reservation. It is the last step: if anything throws before, nothing is reserved. */
    private record PreparedCalls(
            MeteredCalls calls,
            CostAttribution attribution,
            @Nullable CostCounter counter,
            List<CostHold> holds,
            int models) {

        /** @throws OpenRouterBudgetExceededException if they could exceed the budget */
        MeteredCalls reserve() {
            if (counter != null) {
                CostMeter.reserve(counter, attribution, holds, models);
            }
            return calls;
        }

        PreparedCalls paced(RateLimiter limiter, List<?> requests) {
            return new PreparedCalls(calls.paced(limiter, requests), attribution, counter, holds, models);
        }
    }

    private <R> PreparedCalls prepare(
            CostAttribution attribution, List<R> requests, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        PreparedCalls prepared = prepare(attribution, requests, pricing, CostMeteredCall::new);
        return limiter == null ? prepared : prepared.paced(limiter, requests);
    }

    /** One meter for each request. */
    private <R> PreparedCalls prepare(
            CostAttribution attribution,
            List<R> requests,
            BiFunction<CostEstimator, R, CostEstimate> pricing,
            MeterFactory factory) {
        List<CallMeter> meters = new ArrayList<>(requests.size());
        if (budget == null || requireKey == null) {
            for (int i = 0; i < requests.size(); i++) {
                meters.add(ledgers.isEmpty() ? CallMeter.NONE : factory.create(this, attribution, null, null));
            }
            return new PreparedCalls(new MeteredCalls(meters), attribution, null, List.of(), 0);
        }
        if (!catalog.isCurrent()) {
            requireKey.get(); // a call that is not sent needs no prices; else the call asks for the key itself, once
        }
        CostCounter counter = counter(budget);
        List<CostEstimate> worst = new ArrayList<>(requests.size());
        for (R request : requests) {
            worst.add(pricing.apply(estimator, request));
        }
        List<CostHold> holds = counter.prepare(worst, attribution);
        for (int i = 0; i < worst.size(); i++) {
            meters.add(factory.create(this, attribution, worst.get(i), counter.reservation(holds.get(i))));
        }
        int models = worst.get(0).rates().size();
        return new PreparedCalls(new MeteredCalls(meters), attribution, counter, holds, models);
    }

    /** Tells the budget about this connection, and returns its counter. */
    private CostCounter counter(OpenRouterBudget budget) {
        budget.settler().seen(lookup);
        budget.takeOverInBackground(this);
        return budget.counter();
    }

    /**
     * A batch is over: its cost counts instead of its reservation, the first time.
     *
     * @param whole null if it is unknown: {@code unknownCounts} then decides what counts, until the batch reports its
     *     cost
     * @param certain what its answers tell: the batch costs at least this
     * @param late receives the cost if the batch reports it later
     */
    void settleBatch(
            String batchId,
            CostAttribution attribution,
            @Nullable CostSettlement whole,
            CostSettlement certain,
            Consumer<CostSettlement> late) {
        ExceptionGuard.run(
                () -> count(batchId, attribution, whole, certain, late),
                e -> log.warn(
                        "The budget's store failed to settle batch {}; its reservation still counts", batchId, e));
    }

    /** @throws RuntimeException if the budget's store fails: the settler tries again */
    private void count(
            String batchId,
            CostAttribution attribution,
            @Nullable CostSettlement whole,
            CostSettlement certain,
            Consumer<CostSettlement> late) {
        if (budget == null) {
            return;
        }
        boolean byokCounts = budget.byokCounts();
        BigDecimal cost = whole == null ? null : whole.charged(byokCounts, certain);
        if (budget.counter().pledges().settle(batchId, attribution, cost, certain.charged(byokCounts))) {
            budget.settler().add(batchId, lookup, found -> {
                count(batchId, attribution, found, certain, late);
                late.accept(found);
            });
        }
    }

    /** Whether the budget has reserved for this batch and does not know its cost. */
    boolean awaitsBatch(String batchId) {
        return budget != null && budget.counter().pledges().isOpen(batchId);
    }

    /** What a budget counts of a usage; null if its cost is unknown. */
    @Nullable
    BigDecimal counted(Usage usage) {
        BigDecimal charged = usage.charged();
        return charged == null || budget == null || budget.byokCounts() ? charged : usage.cost();
    }

    /**
     * The reservation for one more attempt of a call.
     *
     * @throws OpenRouterBudgetExceededException if it could exceed the budget
     */
    @Nullable
    CostReservation reserveAgain(CostAttribution attribution, @Nullable BigDecimal amount) {
        if (budget == null || amount == null) {
            return null;
        }
        CostHold hold = budget.counter().prepare(amount, attribution);
        reserve(budget.counter(), attribution, List.of(hold), 1);
        return budget.counter().reservation(hold);
    }

    /** @param models of one request, whose costs are added up */
    private static void reserve(CostCounter counter, CostAttribution attribution, List<CostHold> holds, int models) {
        CostStore.Shortage shortage = counter.reserve(holds);
        if (shortage != null) {
            throw new OpenRouterBudgetExceededException(attribution.operation(), shortage, CostHold.sum(holds), models);
        }
    }

    /** The reservation for a request, and whether it fits. */
    <R> OpenRouterBudget.DryRun dryRun(
            CostAttribution attribution, R request, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        CostEstimate estimate = pricing.apply(estimator, request);
        return dryRun(attribution, estimate, amountToReserve(attribution, estimate));
    }

    /** The reservation for several calls for one result, of one model, and whether it fits. */
    <R> OpenRouterBudget.DryRun dryRunAll(
            CostAttribution attribution, List<R> requests, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        List<CostEstimate> estimates = requests.stream()
                .map(request -> pricing.apply(estimator, request))
                .toList();
        BigDecimal amount = estimates.stream()
                .map(estimate -> amountToReserve(attribution, estimate))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return dryRun(attribution, CostEstimate.sum(estimates, BigDecimal.ONE), amount);
    }

    private OpenRouterBudget.DryRun dryRun(CostAttribution attribution, CostEstimate estimate, BigDecimal amount) {
        CostStore.Shortage shortage = budget == null ? null : budget.counter().shortage(amount, attribution);
        return OpenRouterBudget.DryRun.of(attribution.operation(), amount, estimate, shortage);
    }

    private BigDecimal amountToReserve(CostAttribution attribution, CostEstimate estimate) {
        return budget == null
                ? estimate.cost()
                : budget.counter().amountToReserve(attribution.modelRequested(), estimate.cost());
    }

    @Nullable
    OpenRouterBudget budget() {
        return budget;
    }

    CostLookup lookup() {
        return lookup;
    }

    /** Maximum tokens of this number of bytes of an answer. */
    long tokens(long bytes) {
        return estimator.tokens(bytes);
    }

    Time time() {
        return time;
    }

    Logger log() {
        return log;
    }

    boolean hasLedgers() {
        return !ledgers.isEmpty();
    }

    /** Tells the ledgers that a call begins. Each result returns the ledger for the call when the call is sent. */
    List<Supplier<OpenRouterCostListener>> beginInLedgers() {
        List<Supplier<OpenRouterCostListener>> begun = new ArrayList<>(ledgers.size());
        for (OpenRouterCostListener ledger : ledgers) {
            begun.add(ledger.begin(log));
        }
        return begun;
    }

    void recordInLedgers(OpenRouterCostRecord cost) {
        recordInLedgers(cost, ledgers);
    }

    void recordInLedgers(OpenRouterCostRecord cost, Collection<OpenRouterCostListener> ledgers) {
        for (OpenRouterCostListener ledger : ledgers) {
            ledger.handOn(cost, log);
        }
    }
}
