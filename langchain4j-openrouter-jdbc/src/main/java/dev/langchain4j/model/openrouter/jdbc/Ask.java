package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Shortage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A request to the writer. */
sealed interface Ask {

    /**
     * @param rows the accounts by the id of their row, in the order in which they are checked
     * @param amounts of the reservations, as the columns hold them
     * @param answer empty if it is reserved; cancelled if nobody waits any more
     */
    record Reserve(
            List<Reservation> reservations,
            Map<String, BigDecimal> limits,
            Map<String, AccountRow> rows,
            List<BigDecimal> amounts,
            CompletableFuture<Optional<Shortage>> answer)
            implements Ask {

        BigDecimal sum() {
            return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    record Settle(String id, Outcome outcome) implements Ask {}

    record Identify(String id, String externalId) implements Ask {}

    /**
     * @param again whether an earlier try of this process may have settled it
     * @param found gets the row before the cost is counted
     * @param answer whether this settled it
     */
    record Resolve(
            String id,
            BigDecimal cost,
            boolean again,
            Consumer<ReservationRows.Row> found,
            CompletableFuture<Boolean> answer)
            implements Ask {}

    /**
     * Asks whether all requests before it are done.
     *
     * @param last whether this process leaves its open reservations to others
     */
    record Flush(boolean last, CompletableFuture<Boolean> answer) implements Ask {}
}
