package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import java.util.List;

/**
 * The most that an attempt can cost, in US dollars.
 *
 * @param rates one for each model that the request may go to, at least one
 */
record CostEstimate(List<Rate> rates) {

    /**
     * What one model costs.
     *
     * @param source where its prices come from: {@code catalog}, {@code max_price} or {@code maxCost}
     * @param inputUnits tokens, or what else the endpoint counts of all that is sent
     * @param perInputUnit of the most expensive kind
     * @param fixed for the request, its images and its search units
     * @param maxOutputUnits that the call can get
     * @param perOutputUnit of the most expensive kind
     */
    record Rate(
            String model,
            String source,
            long inputUnits,
            BigDecimal perInputUnit,
            BigDecimal fixed,
            long maxOutputUnits,
            BigDecimal perOutputUnit) {

        BigDecimal cost(long outputUnits) {
            return fixed.add(perInputUnit.multiply(BigDecimal.valueOf(inputUnits)))
                    .add(perOutputUnit.multiply(BigDecimal.valueOf(Math.min(outputUnits, maxOutputUnits))));
        }
    }

    /** What the user says that it costs at most. */
    static CostEstimate atMost(String model, BigDecimal maxCost) {
        return new CostEstimate(List.of(new Rate(model, "maxCost", 0, BigDecimal.ZERO, maxCost, 0, BigDecimal.ZERO)));
    }

    /** With the longest possible answer of each model: one that fails after a part of it is followed by the next. */
    BigDecimal cost() {
        return rates.stream().map(rate -> rate.cost(Long.MAX_VALUE)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** With an answer of one model that has ended after so many tokens. */
    BigDecimal cost(long outputUnits) {
        return rates.stream()
                .map(rate -> rate.cost(outputUnits))
                .max(BigDecimal::compareTo)
                .orElseThrow();
    }
}
