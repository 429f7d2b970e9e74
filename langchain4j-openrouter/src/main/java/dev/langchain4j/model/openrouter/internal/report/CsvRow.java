package dev.langchain4j.model.openrouter.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of comma-separated values (RFC 4180), which may go over several lines inside quotes. A quote in the middle of a
 * cell without quotes belongs to its text, as in {@code 5" disk}.
 */
final class CsvRow {

    private final List<String> cells = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private final char separator;
    private boolean quoted;

    CsvRow(String line, char separator) {
        this.separator = separator;
        read(line);
    }

    boolean complete() {
        return !quoted;
    }

    void append(String line) {
        cell.append('\n');
        read(line);
    }

    List<String> cells() {
        return List.copyOf(cells);
    }

    private void read(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"' && (quoted || cell.chars().allMatch(Character::isWhitespace))) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                end();
            } else {
                cell.append(c);
            }
        }
        if (!quoted) {
            end();
        }
    }

    private void end() {
        cells.add(cell.toString());
        cell.setLength(0);
    }
}
