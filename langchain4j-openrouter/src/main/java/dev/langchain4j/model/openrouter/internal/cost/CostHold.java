package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The maximum cost of an attempt, held in some accounts until it ends.
 *
 * @param id unique among all processes
 */
public record CostHold(String id, BigDecimal amount, List<CostAccount> accounts, CostAttribution purpose) {

    private static final String PROCESS = UUID.randomUUID() + "-";
    private static final AtomicLong COUNT = new AtomicLong();

    /** With a new id. */
    public static CostHold of(BigDecimal amount, List<CostAccount> accounts, CostAttribution purpose) {
        return new CostHold(PROCESS + COUNT.incrementAndGet(), amount, accounts, purpose);
    }
}
