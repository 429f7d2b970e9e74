package dev.langchain4j.model.openrouter.benchmarks;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Consumer;

/** Where the figures of a full run go: between two marks of the page on performance, and into a file for charts. */
record Publication(Path page, Path csv) {

    private static final String BEGIN = "<!-- measured -->";
    private static final String END = "<!-- /measured -->";

    /** Of the project in whose root the harness was started. */
    static Publication ofProject() {
        return new Publication(Path.of("docs", "performance.md"), Path.of("benchmarks", "figures.csv"));
    }

    void write(Report report) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(page + " has no place for figures between " + BEGIN + " and " + END);
        }
        Files.writeString(
                page,
                old.substring(0, begin + BEGIN.length()) + "\n\n" + text(report::print) + "\n" + old.substring(end));
        Files.writeString(csv, text(report::printCsv));
    }

    private static String text(Consumer<PrintStream> printer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        printer.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Date, commit, machine and Java, in one sentence. */
    static String conditions() throws IOException {
        String changed = git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : " with changes";
        return String.format(
                Locale.ROOT,
                "Measured on %s at commit %s%s with %d processors, Java %s; virtual threads: %s.",
                LocalDate.now(ZoneOffset.UTC),
                git("rev-parse", "--short", "HEAD"),
                changed,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Jvm.homeWithVirtualThreads().getFileName());
    }

    /** The first line of its answer; empty if there is none, or no git. */
    private static String git(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process git = new ProcessBuilder(command).start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(git.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                return line == null ? "" : line;
            }
        } catch (IOException noGit) {
            return "";
        }
    }
}
