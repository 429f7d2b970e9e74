package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;

/**
 * The state of an account, or a change of it, in US dollars.
 *
 * @param spent known costs
 * @param reserved maximum cost of open calls
 * @param unsettled amount for calls with an unknown cost
 */
public record CostBalance(BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    static final CostBalance ZERO = new CostBalance(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** A reservation. */
    public static CostBalance reserved(BigDecimal amount) {
        return new CostBalance(BigDecimal.ZERO, amount, BigDecimal.ZERO);
    }

    /** A reservation becomes a cost. */
    public static CostBalance spent(BigDecimal reserved, BigDecimal cost) {
        return new CostBalance(cost, reserved.negate(), BigDecimal.ZERO);
    }

    /** A reservation becomes an unknown cost, which counts this amount until it is known. */
    public static CostBalance unsettled(BigDecimal reserved, BigDecimal counted) {
        return new CostBalance(BigDecimal.ZERO, reserved.negate(), counted);
    }

    /** An unknown cost becomes known. */
    public static CostBalance settled(BigDecimal counted, BigDecimal cost) {
        return new CostBalance(cost, BigDecimal.ZERO, counted.negate());
    }

    public CostBalance plus(CostBalance change) {
        return new CostBalance(
                Dollars.sum(spent, change.spent),
                Dollars.sum(reserved, change.reserved),
                Dollars.sum(unsettled, change.unsettled));
    }

    /** The amount that counts against a limit. */
    public BigDecimal counted() {
        return Dollars.sum(Dollars.sum(spent, reserved), unsettled);
    }

    /** The same amounts, {@linkplain Dollars#tidy tidy}. */
    public CostBalance tidy() {
        return new CostBalance(Dollars.tidy(spent), Dollars.tidy(reserved), Dollars.tidy(unsettled));
    }

    /** Whether no call is open or unsettled. */
    public boolean isAtRest() {
        return reserved.signum() == 0 && unsettled.signum() == 0;
    }
}
