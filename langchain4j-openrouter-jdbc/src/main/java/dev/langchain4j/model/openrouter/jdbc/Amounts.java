package dev.langchain4j.model.openrouter.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

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

    /** Without the zeros that a column adds. */
    static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
        if (amount == null) {
            return null;
        }
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
