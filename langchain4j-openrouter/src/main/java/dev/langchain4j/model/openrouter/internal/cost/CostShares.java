package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Divides the cost of a batch among its lines. */
public final class CostShares {

    private static final int DIGITS = 15;

    private CostShares() {}

    /**
     * The share of the tokens after {@code before} and up to {@code after}. Consecutive shares add up to the whole, in
     * spite of rounding.
     */
    public static BigDecimal share(BigDecimal whole, long before, long after, long all) {
        return part(whole, after, all).subtract(part(whole, before, all));
    }

    private static BigDecimal part(BigDecimal whole, long tokens, long all) {
        return tokens >= all
                ? whole
                : whole.multiply(BigDecimal.valueOf(tokens))
                        .divide(BigDecimal.valueOf(all), Math.max(DIGITS, whole.scale()), RoundingMode.HALF_UP);
    }
}
