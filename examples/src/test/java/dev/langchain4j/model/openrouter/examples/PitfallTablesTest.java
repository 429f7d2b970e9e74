package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every row and item under "What can go wrong" is provoked by a test, which {@code what-can-go-wrong.txt} names. */
class PitfallTablesTest {

    private static final Pattern SECTION = Pattern.compile("(?ms)^## What can go wrong\\n(.*?)(?=^## |\\z)");
    private static final Pattern ITEM = Pattern.compile("(?m)^[-*] (.+)$");
    private static final Pattern SEPARATOR = Pattern.compile("\\|[-| ]+\\|");
    private static final Path NAMES = Path.of("src/test/resources/what-can-go-wrong.txt");

    private final Map<String, Map<String, String>> named = named();

    @Test
    void every_row_names_the_tests_that_provoke_it() {
        var unnamed = new ArrayList<String>();
        var unused = new ArrayList<String>();
        pages().forEach((page, rows) -> {
            var begins = new ArrayList<>(named.getOrDefault(page, Map.of()).keySet());
            rows.forEach(row -> {
                if (!begins.removeIf(row::startsWith)) {
                    unnamed.add(page + ": " + row);
                }
            });
            begins.forEach(begin -> unused.add(page + ": " + begin));
        });

        assertThat(unnamed).as("rows for which %s names no test", NAMES).isEmpty();
        assertThat(unused).as("lines of %s for which there is no row", NAMES).isEmpty();
        assertThat(pages().keySet()).isNotEmpty().containsAll(named.keySet());
    }

    @Test
    void every_test_that_is_named_exists() {
        Map<String, String> sources = sources();
        named.forEach((page, rows) -> rows.forEach((row, tests) -> {
            if (!tests.startsWith("- ")) {
                assertThat(tests.split(", ")).allSatisfy(test -> {
                    String[] parts = test.split("#");
                    // not as an assertion about the text, which would print all of it
                    assertThat(sources.getOrDefault(parts[0], "").contains(" void " + parts[1] + "("))
                            .as(page + ": " + row + ": " + test)
                            .isTrue();
                });
            }
        }));
    }

    /** By page, the rows and the items of its section. */
    private static Map<String, List<String>> pages() {
        var pages = new LinkedHashMap<String, List<String>>();
        Pages.files(Pages.ROOT.resolve("docs"), ".md")
                .forEach(page -> SECTION.matcher(Pages.text(page))
                        .results()
                        .map(section -> rows(section.group(1)))
                        .filter(rows -> !rows.isEmpty())
                        .forEach(rows -> pages.put(page.getFileName().toString(), rows)));
        return pages;
    }

    private static List<String> rows(String section) {
        var rows = new ArrayList<String>();
        boolean heading = true;
        for (String line : section.split("\n")) {
            if (!line.startsWith("|")) {
                heading = true;
            } else if (heading) {
                heading = false;
            } else if (!SEPARATOR.matcher(line).matches()) {
                rows.add(line.substring(1).strip());
            }
        }
        ITEM.matcher(section).results().map(item -> item.group(1)).forEach(rows::add);
        return rows;
    }

    /** By page, from the first words of a row to its tests. */
    private static Map<String, Map<String, String>> named() {
        var named = new LinkedHashMap<String, Map<String, String>>();
        String page = "";
        for (String line : Pages.text(NAMES).split("\n")) {
            if (line.startsWith("[")) {
                page = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" = ", 2);
                named.computeIfAbsent(page, name -> new LinkedHashMap<>()).put(parts[0], parts[1]);
            }
        }
        return named;
    }

    private static Map<String, String> sources() {
        return Pages.tests()
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""), Pages::text, String::concat));
    }
}
