package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts and amounts in a page. */
public final class Html {

    private static final MathContext FOUR_DIGITS = new MathContext(4);
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** Neither XML nor a file in UTF-8 can have these: control characters, and halves of characters. */
    private static final Pattern UNWRITABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\uFFFE\uFFFF&&[^\t\n\r]]");

    private Html() {}

    /** The text with its markup escaped, also for use within quotes. */
    public static String escaped(String text) {
        return UNWRITABLE
                .matcher(text)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A dollar or more: to the cent. A cent or more: with at least the cents. Less: with four digits. */
    static String dollars(@Nullable BigDecimal amount) {
        if (amount == null) {
            return "unknown";
        }
        if (amount.abs().compareTo(BigDecimal.ONE) >= 0) {
            return (amount.signum() < 0 ? "-$" : "$") + String.format(Locale.ROOT, "%,.2f", amount.abs());
        }
        BigDecimal shown = amount.round(FOUR_DIGITS).stripTrailingZeros();
        boolean cents = shown.abs().compareTo(CENT) >= 0 || shown.signum() == 0;
        BigDecimal positive = shown.abs();
        return (shown.signum() < 0 ? "-$" : "$")
                + (cents && positive.scale() < 2 ? positive.setScale(2) : positive).toPlainString();
    }
}
