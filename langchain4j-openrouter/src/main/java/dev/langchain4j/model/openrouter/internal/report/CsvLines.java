package dev.langchain4j.model.openrouter.internal.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, of which some are rows of comma-separated values (RFC 4180). Excel's files are read, too: a byte
 * order mark is skipped, and semicolons separate the cells if the first row has more of them than commas.
 */
public final class CsvLines {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedReader lines;
    private int number;
    private char separator;
    private @Nullable String pushedBack;

    public CsvLines(BufferedReader lines) {
        this.lines = lines;
    }

    /** The number of the last line that was read, from 1. */
    public int number() {
        return number;
    }

    /** The next line that is not blank; null at the end. */
    public @Nullable String next() throws IOException {
        for (String line = read(); line != null; line = read()) {
            if (!line.isBlank()) {
                return line;
            }
        }
        return null;
    }

    /** The cells of a row that begins with this line; null if the file ends inside of quotes. */
    public @Nullable List<String> cells(String line) throws IOException {
        return cells(line, more -> false);
    }

    /** The cells of a row; null also if another row begins inside of quotes, which then comes next. */
    @Nullable
    List<String> cells(String line, Predicate<String> isRow) throws IOException {
        if (separator == 0) {
            separator = count(line, ';') > count(line, ',') ? ';' : ',';
        }
        CsvRow row = new CsvRow(line, separator);
        while (!row.complete()) {
            String more = read();
            if (more == null || isRow.test(more)) {
                pushedBack = more;
                return null;
            }
            row.append(more);
        }
        return row.cells();
    }

    /** Whether numbers may have a decimal comma. */
    public boolean semicolons() {
        return separator == ';';
    }

    private @Nullable String read() throws IOException {
        String again = pushedBack;
        if (again != null) {
            pushedBack = null;
            return again;
        }
        String line = lines.readLine();
        if (line != null) {
            number++;
        }
        return line != null && number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    }

    private static long count(String line, char wanted) {
        return line.chars().filter(c -> c == wanted).count();
    }
}
