package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.io.Console;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints headings, aligned rows, and colour on a terminal. */
final class Screen {

    private static final int WIDTH = 96;
    private static final int NARROWEST = 40;
    private static final int LABEL = 12;

    private enum Style {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final PrintStream out;
    private final boolean colour;
    private final int width;
    private final boolean redrawn;

    /** @param redrawn whether a line of progress can be drawn over itself */
    Screen(PrintStream out, boolean colour, int width, boolean redrawn) {
        this.out = out;
        this.colour = colour;
        this.width = width;
        this.redrawn = redrawn;
    }

    /** Standard output, as wide as {@code COLUMNS}; in colour on a terminal, unless {@code NO_COLOR} is set. */
    static Screen standardOutput(Map<String, String> environment) {
        boolean terminal = isTerminal() && !"dumb".equals(environment.get("TERM"));
        boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(System.out, colour, width(environment), terminal);
    }

    static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("\\d{2,3}") ? Math.max(NARROWEST, Math.min(WIDTH, Integer.parseInt(columns))) : WIDTH;
    }

    /** Whether a person uses it: with a keyboard and a screen. */
    static boolean isTerminal() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < 22) {
            return console != null;
        }
        try {
            // From 22 on there is a console without a terminal, too.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    void title(String title, String... below) {
        out.println();
        wrapped(title, width - 2).forEach(part -> out.println("  " + in(Style.BOLD, part)));
        for (String line : below) {
            wrapped(line, width - 2).forEach(part -> out.println("  " + in(Style.DIM, part)));
        }
    }

    /** A numbered heading with the line of code that it is about. */
    void step(int number, String title, String code) {
        out.println();
        String lead = " " + number + "  ";
        for (String part : wrapped(title, width - 4)) {
            out.println(in(Style.BOLD, lead + part));
            lead = "    ";
        }
        wrapped(code, width - 4).forEach(part -> out.println("    " + in(Style.CYAN, part)));
        out.println();
    }

    void row(String label, String value) {
        row(label, value, null);
    }

    void good(String label, String value) {
        row(label, value, Style.GREEN);
    }

    void bad(String label, String value) {
        row(label, value, Style.RED);
    }

    private void row(String label, String value, @Nullable Style style) {
        String lead = in(Style.DIM, String.format(Locale.ROOT, "    %-" + LABEL + "s", label));
        for (String line : wrapped(value, width - LABEL - 4)) {
            out.println(lead + (style == null ? line : in(style, line)));
            lead = " ".repeat(LABEL + 4);
        }
    }

    /** Columns under their headings, each as wide as its widest cell; on a narrow terminal each row is a list. */
    void table(List<String> headings, List<List<String>> rows) {
        boolean fits = Stream.concat(Stream.of(headings), rows.stream())
                .allMatch(row -> aligned(row, headings, rows).length() <= width);
        if (width < WIDTH && !fits) {
            rows.forEach(row -> list(headings, row));
            return;
        }
        out.println(in(Style.DIM, aligned(headings, headings, rows)));
        rows.forEach(row -> out.println(aligned(row, headings, rows)));
    }

    private void list(List<String> headings, List<String> row) {
        for (int i = 0; i < row.size(); i++) {
            if (!row.get(i).isEmpty()) {
                row(headings.get(i), row.get(i), i == 0 ? Style.BOLD : null);
            }
        }
        out.println();
    }

    private static String aligned(List<String> cells, List<String> headings, List<List<String>> rows) {
        var line = new StringBuilder("    ");
        for (int i = 0; i < cells.size(); i++) {
            int column = i;
            int width = Stream.concat(Stream.of(headings), rows.stream())
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            line.append(cells.get(i)).append(" ".repeat(width - cells.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** A line that shows how far long work is; nothing if the output is a file. */
    OpenRouterProgress progress(String what, long total) {
        return new OpenRouterProgress(what, total, out, redrawn ? width : 0, Clock.systemUTC());
    }

    /** The beginning of a row that {@link #text} continues. */
    void label(String label) {
        out.print(in(Style.DIM, String.format(Locale.ROOT, "    %-" + LABEL + "s", label)));
        out.flush();
    }

    /** A part of a text, without a line end. */
    void text(String text) {
        out.print(text);
        out.flush();
    }

    /** A less important part. */
    void dim(String text) {
        text(in(Style.DIM, text));
    }

    void line() {
        out.println();
    }

    /** OpenRouter's charge, as far as it reported it. */
    static String dollars(@Nullable TokenUsage usage) {
        return usage instanceof OpenRouterTokenUsage priced && priced.cost() != null
                ? dollars(priced.cost())
                : "not reported";
    }

    static String dollars(BigDecimal amount) {
        return "$" + amount.toPlainString();
    }

    private String in(Style style, String text) {
        return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    private static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String given : text.split("\\s+")) {
            String word = given;
            while (word.length() > width) {
                if (line.length() > 0) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                lines.add(word.substring(0, width));
                word = word.substring(width);
            }
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
