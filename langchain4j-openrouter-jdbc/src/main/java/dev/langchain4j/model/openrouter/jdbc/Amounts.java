package dev.langchain4j.model.openrouter.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** US dollars as the columns hold them: 20 decimals, more than OpenRouter reports. */
final class Amounts {

    static final int SCALE = 20;

    /** The largest amount of a column: no limit. */
    static final BigDecimal NO_LIMIT = new BigDecimal("999999999999999999");

    private Amounts() {}

    /** Rounded up, so that a reservation covers its call. */
    static BigDecimal reservation(BigDecimal amount) {
        return amount.setScale(SCALE, RoundingMode.CEILING);
    }

    static BigDecimal cost(BigDecimal amount) {
        return amount.setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
