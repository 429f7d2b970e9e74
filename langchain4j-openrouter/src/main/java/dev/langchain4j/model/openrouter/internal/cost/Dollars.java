package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;

/** Amounts for people: without the zeros that sums and the columns of a database add. */
public final class Dollars {

    private Dollars() {}

    /** The same as {@link BigDecimal#add}, without a new object if nothing is added, as most often. */
    public static BigDecimal sum(BigDecimal amount, BigDecimal more) {
        return more.signum() == 0 && more.scale() <= amount.scale() ? amount : amount.add(more);
    }

    /** The same amount without zeros at its end; a whole number has no exponent. */
    public static BigDecimal tidy(BigDecimal amount) {
        BigDecimal tidy = amount.stripTrailingZeros();
        return tidy.scale() < 0 ? tidy.setScale(0) : tidy;
    }

    /** Without zeros at its end and without an exponent. */
    public static String text(BigDecimal amount) {
        return tidy(amount).toPlainString();
    }
}
