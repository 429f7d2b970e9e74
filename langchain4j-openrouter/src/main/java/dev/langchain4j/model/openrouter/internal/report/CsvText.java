package dev.langchain4j.model.openrouter.internal.report;

import java.util.regex.Pattern;

/**
 * Text in a cell of a ledger. Spreadsheets read some texts as formulas, and run them: these get a quote. A semicolon or
 * a line end begins another cell where semicolons separate the cells, because a double quote in the middle of a cell
 * means nothing there; those at its beginning are no part of its text.
 */
public final class CsvText {

    private static final String FORMULA = "['\"]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]";
    private static final Pattern DANGEROUS = Pattern.compile("(?<=^|[;\r\n])" + FORMULA);
    private static final Pattern HARMLESS = Pattern.compile("(?<=^|[;\r\n])'(" + FORMULA + ")");

    private CsvText() {}

    /** The text as it is written. One that looks as if it had a quote already gets another, so that none is lost. */
    public static String harmless(String text) {
        return DANGEROUS.matcher(text).replaceAll("'$0");
    }

    /** The text that was written. */
    static String original(String cell) {
        return HARMLESS.matcher(cell).replaceAll("$1");
    }
}
