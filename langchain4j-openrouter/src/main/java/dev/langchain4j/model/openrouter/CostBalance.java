package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;

/**
 * How an account stands, or how it changes, in US dollars.
 *
 * @param spent known costs
 * @param reserved the most that calls under way can cost
 * @param unsettled what calls count whose cost is not known
 */
record CostBalance(BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    static final CostBalance ZERO = new CostBalance(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** An amount is set aside. */
    static CostBalance reserved(BigDecimal amount) {
        return new CostBalance(BigDecimal.ZERO, amount, BigDecimal.ZERO);
    }

    /** What was set aside has become a cost. */
    static CostBalance spent(BigDecimal reserved, BigDecimal cost) {
        return new CostBalance(cost, reserved.negate(), BigDecimal.ZERO);
    }

    /** What was set aside has become a cost that nobody knows, and that counts so much until then. */
    static CostBalance unsettled(BigDecimal reserved, BigDecimal counted) {
        return new CostBalance(BigDecimal.ZERO, reserved.negate(), counted);
    }

    /** A cost that was not known has become known. */
    static CostBalance settled(BigDecimal counted, BigDecimal cost) {
        return new CostBalance(cost, BigDecimal.ZERO, counted.negate());
    }

    CostBalance plus(CostBalance change) {
        return new CostBalance(spent.add(change.spent), reserved.add(change.reserved), unsettled.add(change.unsettled));
    }

    /** What counts against a limit. */
    BigDecimal counted() {
        return spent.add(reserved).add(unsettled);
    }

    /** Whether no call is under way or unsettled. */
    boolean isAtRest() {
        return reserved.signum() == 0 && unsettled.signum() == 0;
    }
}
