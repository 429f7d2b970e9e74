package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What the calls of one question cost, retries and failed calls included. It passes their records on. Thread-safe. */
final class Bill implements OpenRouterCostSink {

    private final OpenRouterCostSink ledger;
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();
    private final AtomicInteger open = new AtomicInteger();

    /**
     * What the page shows of it.
     *
     * @param cost US dollars that OpenRouter has reported
     * @param known whether that is all: no call is open, and no cost unknown
     */
    record Charge(BigDecimal cost, boolean known) {

        static final Charge NOTHING = new Charge(BigDecimal.ZERO, true);
    }

    Bill(OpenRouterCostSink ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<OpenRouterCostSink> begin() {
        return () -> {
            open.incrementAndGet();
            return call -> {
                accept(call);
                // the cost of a call that ended before comes here, too
                open.addAndGet(call.outcome() == Outcome.SETTLED ? 0 : -1);
            };
        };
    }

    @Override
    public void accept(OpenRouterCostRecord call) {
        totals.accept(call);
        ledger.accept(call);
    }

    Charge charge() {
        boolean allEnded = open.get() == 0;
        OpenRouterCostTotals.Total total = totals.total();
        return new Charge(total.cost(), allEnded && total.unsettled() == 0);
    }
}
