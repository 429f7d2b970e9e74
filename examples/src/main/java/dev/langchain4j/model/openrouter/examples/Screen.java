package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.io.Console;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints headings, aligned rows, and colour on a terminal. */
final class Screen {

    private static final int WIDTH = 96;
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

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Standard output; in colour on a terminal, unless {@code NO_COLOR} is set. */
    static Screen standardOutput(Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
        return new Screen(System.out, wanted && isTerminal());
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
        out.println("  " + in(Style.BOLD, title));
        for (String line : below) {
            wrapped(line, WIDTH - 2).forEach(part -> out.println("  " + in(Style.DIM, part)));
        }
    }

    /** A numbered heading with the line of code that it is about. */
    void step(int number, String title, String code) {
        out.println();
        out.println(in(Style.BOLD, " " + number + "  " + title));
        out.println("    " + in(Style.CYAN, code));
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
        for (String line : wrapped(value, WIDTH - LABEL - 4)) {
            out.println(lead + (style == null ? line : in(style, line)));
            lead = " ".repeat(LABEL + 4);
        }
    }

    /** Columns under their headings, each as wide as its widest cell. */
    void table(List<String> headings, List<List<String>> rows) {
        out.println(in(Style.DIM, aligned(headings, headings, rows)));
        rows.forEach(row -> out.println(aligned(row, headings, rows)));
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
        for (String word : text.split("\\s+")) {
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
