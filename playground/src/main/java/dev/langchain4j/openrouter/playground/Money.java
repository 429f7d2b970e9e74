package dev.langchain4j.openrouter.playground;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** The budget that every call of the page reserves from, and the ledger that every call ends in. */
@Component
class Money {

    private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);
    private static final int MAX_RECORDS = 10_000;

    private final OpenRouterModelCatalog catalog;
    private final Deque<OpenRouterCostRecord> records = new ArrayDeque<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Limited current;

    /** A budget with its limit. */
    record Limited(OpenRouterBudget budget, BigDecimal limit) {}

    /** What the bar of the page shows, in US dollars. */
    record State(BigDecimal limit, BigDecimal spent, BigDecimal reserved, BigDecimal unsettled, int calls) {}

    Money(OpenRouterModelCatalog catalog, PlaygroundProperties properties) {
        this.catalog = catalog;
        this.current = limited(properties.dollars());
    }

    /** @throws IllegalArgumentException if it is no limit */
    static BigDecimal checked(BigDecimal limit) {
        BigDecimal dollars = RequestFields.dollars(limit, "limit");
        if (dollars.signum() <= 0 || dollars.compareTo(MAX_DOLLARS) > 0) {
            throw new IllegalArgumentException("The limit must be above $0 and at most $1,000,000");
        }
        return dollars;
    }

    private static Limited limited(BigDecimal limit) {
        return new Limited(OpenRouterBudget.builder().limit(limit).build(), limit);
    }

    OpenRouterBudget budget() {
        return current.budget();
    }

    /** The bill of a question, whose calls end in the ledger. */
    Bill bill() {
        return new Bill(this::add);
    }

    /** @param sink a {@link #bill}, or what passes the records on to one */
    OpenRouterCostListener listener(OpenRouterCostSink sink) {
        return new OpenRouterCostListener(catalog, sink);
    }

    /** Replaces the budget: the new one has spent nothing yet. Calls that are under way settle with the old one. */
    void limit(BigDecimal limit) {
        current = limited(limit);
    }

    State state() {
        Limited now = current;
        OpenRouterBudget budget = now.budget();
        return new State(now.limit(), budget.spent(), budget.reserved(), budget.unsettled(), calls.get());
    }

    /** The newest records, the oldest first. */
    List<OpenRouterCostRecord> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    private void add(OpenRouterCostRecord record) {
        if (record.outcome() != Outcome.SETTLED) { // the cost of a call that was counted before
            calls.incrementAndGet();
        }
        synchronized (records) {
            records.addLast(record);
            if (records.size() > MAX_RECORDS) {
                records.removeFirst();
            }
        }
    }
}
