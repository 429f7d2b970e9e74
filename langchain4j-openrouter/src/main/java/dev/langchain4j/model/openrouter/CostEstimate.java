package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import java.util.List;

/**
 * The most that a call can cost, in US dollars: by the dearest of the models that it may go to.
 *
 * @param rates one for each model, at least one
 */
record CostEstimate(List<Rate> rates) {

    /**
     * What one model costs.
     *
     * @param input of all that is sent
     * @param perOutputToken of the dearest kind
     * @param maxOutputTokens that the call can get
     */
    record Rate(BigDecimal input, BigDecimal perOutputToken, long maxOutputTokens) {

        private BigDecimal cost(long outputTokens) {
            return input.add(perOutputToken.multiply(BigDecimal.valueOf(Math.min(outputTokens, maxOutputTokens))));
        }
    }

    /** With the longest possible answer. */
    BigDecimal cost() {
        return cost(Long.MAX_VALUE);
    }

    /** With an answer that has ended after so many tokens. */
    BigDecimal cost(long outputTokens) {
        return rates.stream()
                .map(rate -> rate.cost(outputTokens))
                .max(BigDecimal::compareTo)
                .orElseThrow();
    }
}
