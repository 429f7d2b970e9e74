package dev.langchain4j.model.openrouter.test;

import java.math.BigDecimal;
import java.util.List;

/**
 * The server's charges so far, to compare with what an application reports. An immutable snapshot.
 *
 * <pre>{@code
 * assertThat(reportedCost).isEqualByComparingTo(server.ledger().cost());
 * }</pre>
 *
 * @param charges one per answer whose usage the server itself wrote, in the order they were written; not for raw
 *     payloads
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public record Ledger(List<Charge> charges) {

    /** Copies the list. */
    public Ledger {
        charges = List.copyOf(charges);
    }

    /** Prompt tokens of all charges. */
    public long promptTokens() {
        return charges.stream().mapToLong(Charge::promptTokens).sum();
    }

    /** Completion tokens of all charges. */
    public long completionTokens() {
        return charges.stream().mapToLong(Charge::completionTokens).sum();
    }

    /** US dollars of all charges, exact. */
    public BigDecimal cost() {
        return charges.stream().map(Charge::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * The price of one answer.
     *
     * @param generationId the id of the answer, {@code gen-...}
     * @param model the model that answered
     * @param promptTokens tokens read
     * @param completionTokens tokens written, reasoning included
     * @param cost US dollars
     */
    public record Charge(
            String generationId, String model, long promptTokens, long completionTokens, BigDecimal cost) {}
}
