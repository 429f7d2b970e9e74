package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.util.List;

/**
 * The maximum cost of an attempt, in US dollars.
 *
 * @param rates one for each possible model of the request, at least one
 */
public record CostEstimate(List<Rate> rates) {

    /**
     * The cost of one model.
     *
     * @param source source of its prices: {@code catalog}, {@code max_price} or {@code maxCost}
     * @param inputUnits tokens, or other units of the endpoint, of the whole input
     * @param perInputUnit highest price of any kind
     * @param fixed for the request, its images and its search units
     * @param maxOutputUnits maximum output of the call
     * @param perOutputUnit highest price of any kind
     */
    public record Rate(
            String model,
            String source,
            long inputUnits,
            BigDecimal perInputUnit,
            BigDecimal fixed,
            long maxOutputUnits,
            BigDecimal perOutputUnit) {

        BigDecimal cost(long outputUnits) {
            BigDecimal input = perInputUnit.multiply(BigDecimal.valueOf(inputUnits));
            BigDecimal output = perOutputUnit.multiply(BigDecimal.valueOf(Math.min(outputUnits, maxOutputUnits)));
            return Dollars.sum(input.add(output), fixed);
        }
    }

    /**
     * Of many requests of one model together.
     *
     * @param estimates at least one, each of one rate, all at the same prices
     * @param factor of the prices
     */
    public static CostEstimate sum(List<CostEstimate> estimates, BigDecimal factor) {
        Rate first = estimates.get(0).rates().get(0);
        long input = 0;
        long output = 0;
        BigDecimal fixed = BigDecimal.ZERO;
        for (CostEstimate estimate : estimates) {
            Rate rate = estimate.rates().get(0);
            input += rate.inputUnits();
            output += rate.maxOutputUnits();
            fixed = fixed.add(rate.fixed());
        }
        return new CostEstimate(List.of(new Rate(
                first.model(),
                first.source(),
                input,
                first.perInputUnit().multiply(factor),
                fixed.multiply(factor),
                output,
                first.perOutputUnit().multiply(factor))));
    }

    /** The user's maximum. */
    public static CostEstimate atMost(String model, BigDecimal maxCost) {
        return new CostEstimate(List.of(new Rate(model, "maxCost", 0, BigDecimal.ZERO, maxCost, 0, BigDecimal.ZERO)));
    }

    /** The cost of the longest possible answer of each model: if one fails in the middle, the next one follows. */
    public BigDecimal cost() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Rate rate : rates) {
            sum = Dollars.sum(rate.cost(Long.MAX_VALUE), sum);
        }
        return sum;
    }

    /** The cost of an answer of one model that ended after this number of tokens. */
    public BigDecimal cost(long outputUnits) {
        return rates.stream()
                .map(rate -> rate.cost(outputUnits))
                .max(BigDecimal::compareTo)
                .orElseThrow();
    }
}
