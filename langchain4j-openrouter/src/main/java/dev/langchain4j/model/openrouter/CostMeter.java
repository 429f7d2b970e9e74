package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterBudget.Reservation;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A model's side of its budget and its ledgers, if it has any: every call that it sends begins here. */
final class CostMeter {

    private final @Nullable OpenRouterBudget budget;
    private final @Nullable CostEstimator worstCases;
    private final Set<OpenRouterCostListener> ledgers;
    private final Time time;
    private final Logger log;

    /** @param estimator null without a budget */
    CostMeter(
            @Nullable OpenRouterBudget budget,
            @Nullable CostEstimator estimator,
            Set<OpenRouterCostListener> ledgers,
            Time time,
            Logger log) {
        this.budget = budget;
        this.worstCases = estimator;
        this.ledgers = ledgers;
        this.time = time;
        this.log = log;
    }

    /** Whether there is a budget or a ledger. */
    boolean counts() {
        return budget != null || !ledgers.isEmpty();
    }

    /**
     * One call.
     *
     * @throws OpenRouterBudgetExceededException if it could exceed the budget
     * @throws dev.langchain4j.exception.InvalidRequestException if nobody can say what it could cost
     */
    <R> CostMeteredCall begin(CostAttribution purpose, R request, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        return beginAll(purpose, List.of(request), pricing).get(0);
    }

    /** Several calls for one result, in the order of their requests: all of them fit into the budget, or none begins. */
    <R> List<CostMeteredCall> beginAll(
            CostAttribution purpose, List<R> requests, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        if (budget == null || worstCases == null) {
            return requests.stream()
                    .map(request -> counts()
                            ? new CostMeteredCall(this, purpose, null, Reservation.NONE)
                            : CostMeteredCall.UNCOUNTED)
                    .toList();
        }
        List<CostEstimate> worst = requests.stream()
                .map(request -> pricing.apply(worstCases, request))
                .toList();
        List<BigDecimal> amounts = worst.stream().map(CostEstimate::cost).toList();
        List<Reservation> reservations = budget.reserve(amounts, purpose.sessionId(), purpose.tags());
        List<CostMeteredCall> calls = new ArrayList<>();
        for (int i = 0; i < worst.size(); i++) {
            calls.add(new CostMeteredCall(this, purpose, worst.get(i), reservations.get(i)));
        }
        return calls;
    }

    /** As many tokens as so many bytes of an answer are at most. */
    long tokens(long bytes) {
        return worstCases == null ? bytes : worstCases.tokens(bytes);
    }

    Time time() {
        return time;
    }

    boolean isRecorded() {
        return !ledgers.isEmpty();
    }

    void record(OpenRouterCostRecord cost) {
        for (OpenRouterCostListener ledger : ledgers) {
            ledger.handOn(cost, log);
        }
    }
}
