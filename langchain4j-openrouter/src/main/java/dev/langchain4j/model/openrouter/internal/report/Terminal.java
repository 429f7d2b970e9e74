package dev.langchain4j.model.openrouter.internal.report;

import java.io.Console;
import java.util.Map;

/** Whether a person looks at the console, and how wide it is. */
public final class Terminal {

    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Whether input and output of this program are a terminal. */
    public static boolean isPresent() {
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

    /** Columns that a text takes at most. */
    public static int width(String text) {
        return text.codePoints().map(c -> Letters.isWide(c) ? 2 : 1).sum();
    }

    /** Columns of a line; 0 on a terminal that cannot draw over a line. */
    public static int columns(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        if ("dumb".equals(environment.get("TERM"))) {
            return 0;
        }
        return columns.matches("[1-9]\\d{0,2}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }
}
