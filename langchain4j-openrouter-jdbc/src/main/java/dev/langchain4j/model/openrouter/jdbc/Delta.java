package dev.langchain4j.model.openrouter.jdbc;

import java.math.BigDecimal;

/** A change of an account. */
record Delta(BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    private static final BigDecimal NONE = BigDecimal.ZERO;

    static Delta reserved(BigDecimal amount) {
        return new Delta(NONE, amount, NONE);
    }

    /** A reservation becomes a cost. */
    static Delta spent(BigDecimal reserved, BigDecimal cost) {
        return new Delta(cost, reserved.negate(), NONE);
    }

    /** A reservation becomes an unknown cost. */
    static Delta unsettled(BigDecimal reserved, BigDecimal counted) {
        return new Delta(NONE, reserved.negate(), counted);
    }

    /** An unknown cost becomes known. */
    static Delta resolved(BigDecimal counted, BigDecimal cost) {
        return new Delta(cost, NONE, counted.negate());
    }

    Delta plus(Delta other) {
        return new Delta(spent.add(other.spent), reserved.add(other.reserved), unsettled.add(other.unsettled));
    }

    /** What it adds to what counts against a limit. */
    BigDecimal counted() {
        return spent.add(reserved).add(unsettled);
    }
}
