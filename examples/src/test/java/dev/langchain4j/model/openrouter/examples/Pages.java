package dev.langchain4j.model.openrouter.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages at the top of the project, and those under {@code docs}. */
final class Pages {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern SEPARATOR = Pattern.compile("\\|[-:| ]+\\|");

    private Pages() {}

    static List<Path> all() {
        return Stream.concat(
                        Stream.of(
                                        "README.md",
                                        "CHANGELOG.md",
                                        "CONTRIBUTING.md",
                                        "AGENTS.md",
                                        "CODE_OF_CONDUCT.md",
                                        "SECURITY.md",
                                        "UPGRADING.md",
                                        "llms.txt")
                                .map(ROOT::resolve),
                        files(ROOT.resolve("docs"), ".md"))
                .toList();
    }

    static Stream<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java files of tests, of all modules. */
    static Stream<Path> tests() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules
                    .map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .flatMap(folder -> files(folder, ".java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a page says that an example prints: its blocks of text. */
    static Stream<String> outputs(String page) {
        return Pattern.compile("(?ms)^```text\\n(.*?)^```$")
                .matcher(text(ROOT.resolve("docs").resolve(page)))
                .results()
                .map(block -> block.group(1));
    }

    /** The rows, cell by cell, of all tables whose first heading is {@code heading}. */
    static List<List<String>> rows(Path page, String heading) {
        var rows = new ArrayList<List<String>>();
        boolean inTable = false;
        for (String line : text(page).split("\n")) {
            if (!line.startsWith("|")) {
                inTable = false;
                continue;
            }
            List<String> cells =
                    Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
            if (cells.get(0).equals(heading)) {
                inTable = true;
            } else if (inTable && !SEPARATOR.matcher(line).matches()) {
                rows.add(cells);
            }
        }
        return rows;
    }

    /** The texts in backticks in a cell. */
    static List<String> code(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
