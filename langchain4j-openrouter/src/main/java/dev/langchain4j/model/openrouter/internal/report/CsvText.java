package dev.langchain4j.model.openrouter.internal.report;

import java.util.regex.Pattern;

/** Text in a cell of a ledger. Spreadsheets read some texts as formulas, and run them: these get a quote. */
public final class CsvText {

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]");

    private CsvText() {}

    /** The text as it is written. One that looks as if it had a quote already gets another, so that none is lost. */
    public static String harmless(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** The text that was written. */
    static String original(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell).lookingAt() ? cell.substring(1) : cell;
    }
}
