package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern REGION = Pattern.compile("(?ms)^ *// region \\S+\\n(.*?)^ *// endregion$");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]+]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern EXAMPLE = Pattern.compile("-Dexample=(\\w+)");
    private static final Pattern LANGCHAIN4J_VERSION =
            Pattern.compile("<artifactId>langchain4j[^<]*</artifactId>\\s*<version>([^<]+)<");
    private static final Pattern OPENROUTER_CLASS = Pattern.compile("\\bOpenRouter\\w*");
    private static final Pattern EXCEPTION = Pattern.compile("`(\\w+Exception)`");

    static List<Path> pages() {
        return Pages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shows_only_java_that_is_compiled(Path page) {
        Set<String> compiled = compiledSnippets();

        assertThat(blocks(page, "java"))
                .allSatisfy(block -> assertThat(compiled.contains(block))
                        .as("%s shows Java that is a region of a compiled source:%n%s", page.getFileName(), block)
                        .isTrue());
    }

    @Test
    void shows_kotlin_that_is_compiled() {
        String compiled = Pages.text(Pages.ROOT.resolve(".ci/kotlin/Harbour.kt"));

        assertThat(blocks(Pages.ROOT.resolve("docs/gradle-and-kotlin.md"), "kotlin").stream()
                        .filter(block -> block.contains("fun ")))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(compiled).contains("// region kotlin\n" + block + "\n// endregion"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_only_to_what_is_there(Path page) {
        var broken = new ArrayList<String>();
        LINK.matcher(withoutBlocks(page)).results().map(link -> link.group(1)).forEach(link -> {
            String[] parts = link.split("#", 2);
            if (link.contains("://")) {
                return;
            }
            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
            if (!Files.exists(target) || parts.length == 2 && !anchors(target).contains(parts[1])) {
                broken.add(link);
            }
        });

        assertThat(broken).as("broken links of %s", page.getFileName()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_only_exceptions_that_exist(Path page) {
        List<String> packages = List.of(
                "dev.langchain4j.exception.",
                "dev.langchain4j.agentic.agent.",
                "dev.langchain4j.model.openrouter.",
                "dev.langchain4j.service.",
                "dev.langchain4j.service.output.",
                "java.lang.",
                "java.util.concurrent.");

        assertThat(EXCEPTION.matcher(Pages.text(page)).results().map(name -> name.group(1)))
                .allSatisfy(name -> assertThat(packages).as(name).anyMatch(in -> exists(in + name)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void calls_maven_as_it_is_called(Path page) {
        assertThat(blocks(page, "shell"))
                .allSatisfy(block -> assertThat(block.lines().filter(line -> line.matches("\\S*mvnw? .*")))
                        .allSatisfy(line -> assertThat(line).startsWith("./mvnw ")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_only_examples_that_exist(Path page) {
        assertThat(EXAMPLE.matcher(Pages.text(page)).results().map(name -> name.group(1)))
                .allSatisfy(name -> assertThat(Examples.names()).contains(name));
    }

    @Test
    void lists_every_example() {
        assertThat(Pages.rows(Pages.ROOT.resolve("docs/examples.md"), "Example").stream()
                        .map(row -> Pages.code(row.get(0)).get(0)))
                .containsExactlyInAnyOrderElementsOf(Examples.names());
    }

    @Test
    void names_the_packages_of_classes() {
        assertThat(Pages.rows(Pages.ROOT.resolve("docs/quick-start.md"), "Package"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(Pages.code(row.get(1)))
                        .allSatisfy(name -> assertThat(
                                        exists(Pages.code(row.get(0)).get(0) + "." + name.replace("@", "")))
                                .as(name)
                                .isTrue()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_the_package_of_each_class_outside_of_the_usual_one(Path page) {
        String code = String.join("\n", blocks(page, "java"));
        String imports = Pages.text(Pages.ROOT.resolve("docs/quick-start.md"));

        assertThat(OPENROUTER_CLASS.matcher(code).results().map(MatchResult::group))
                .allSatisfy(name -> assertThat(exists("dev.langchain4j.model.openrouter." + name)
                                || imports.contains("`" + name + "`")
                                || code.contains("class " + name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void asks_for_the_versions_that_are_built() {
        String pom = Pages.text(Pages.ROOT.resolve("pom.xml"));
        Set<String> versions = Set.of(
                first(pom, "<version>([^<]+)</version>"),
                first(pom, "<langchain4j.core.version>([^<]+)</langchain4j.core.version>"),
                first(pom, "<langchain4j.version>([^<]+)</langchain4j.version>"),
                first(pom, "<langchain4j.agentic.version>([^<]+)</langchain4j.agentic.version>"),
                first(pom, "<langchain4j.mcp.version>([^<]+)</langchain4j.mcp.version>"));

        assertThat(pages().stream()
                        .flatMap(page -> blocks(page, "xml").stream())
                        .flatMap(block -> LANGCHAIN4J_VERSION.matcher(block).results())
                        .map(version -> version.group(1)))
                .isNotEmpty()
                .isSubsetOf(versions);
    }

    @Test
    void the_table_of_changes_names_files_that_exist() throws IOException {
        Set<String> files = new HashSet<>();
        try (var modules = Files.newDirectoryStream(Pages.ROOT, "langchain4j-openrouter*")) {
            for (Path module : modules) {
                Path main = module.resolve("src/main");
                try (Stream<Path> found = Files.isDirectory(main) ? Files.walk(main) : Stream.empty()) {
                    found.forEach(file -> files.add(file.getFileName().toString()));
                }
            }
        }

        assertThat(Pages.rows(Pages.ROOT.resolve("docs/architecture.md"), "Change").stream()
                        .flatMap(row -> Pages.code(row.get(1)).stream())
                        .filter(name -> !name.contains(".fromEnvironment") && !name.startsWith("internal."))
                        .map(name -> name.endsWith(".sql") || name.endsWith(".json") ? name : name + ".java"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(files).contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Quarkus", "Micronaut"})
    void says_which_version_of_a_framework_is_tested(String framework) {
        String name = framework.toLowerCase(Locale.ROOT);
        String tested = first(
                Pages.text(Pages.ROOT.resolve(".ci/frameworks/" + name + "/pom.xml")),
                "<" + name + ".version>(\\d+\\.\\d+)[^<]*<");

        assertThat(Pages.text(Pages.ROOT.resolve("docs/" + name + ".md")))
                .contains("tested with " + framework + " " + tested + " ", "`.ci/frameworks/" + name + "`");
    }

    @Test
    void is_reached_from_the_index() {
        Path docs = Pages.ROOT.resolve("docs");
        String links = Pages.text(docs.resolve("index.md"));

        assertThat(Pages.files(docs, ".md").filter(page -> !page.endsWith("index.md")))
                .allSatisfy(page -> assertThat(links)
                        .contains("(" + docs.relativize(page).toString().replace('\\', '/')));
    }

    @Test
    void tells_coding_assistants_of_every_page() {
        String links = Pages.text(Pages.ROOT.resolve("llms.txt"));

        assertThat(Pages.files(Pages.ROOT.resolve("docs"), ".md")
                        .filter(page -> !page.toString().contains("decisions")))
                .allSatisfy(page -> assertThat(links).contains("(docs/" + page.getFileName() + ")"));
    }

    @ParameterizedTest
    @MethodSource("pagesOfSettings")
    void leads_to_the_page_of_openrouter_at_the_end(Path page) {
        String text = Pages.text(page).strip();

        assertThat(text.substring(text.lastIndexOf("\n\n"))).contains("](https://openrouter.ai/docs");
    }

    static List<Path> pagesOfSettings() {
        return pages().stream()
                .filter(page -> !Pages.rows(page, "Setter").isEmpty())
                .toList();
    }

    /** All marked regions, and what comes after the package line of a snippet's file. */
    private static Set<String> compiledSnippets() {
        var snippets = new HashSet<String>();
        Stream.of(
                        "examples",
                        "langchain4j-openrouter-spring-boot-starter",
                        "langchain4j-openrouter-spark",
                        ".ci/frameworks/quarkus",
                        ".ci/frameworks/micronaut")
                .flatMap(module -> Pages.files(Pages.ROOT.resolve(module).resolve("src"), ".java"))
                .forEach(file -> {
                    String source = Pages.text(file);
                    REGION.matcher(source)
                            .results()
                            .map(region -> region.group(1).stripTrailing().stripIndent())
                            .forEach(snippets::add);
                    snippets.add(source.substring(source.indexOf('\n')).strip());
                });
        return snippets;
    }

    private static List<String> blocks(Path page, String language) {
        return BLOCK.matcher(Pages.text(page))
                .results()
                .filter(block -> block.group(2).equals(language))
                .map(DocsTest::withoutIndent)
                .toList();
    }

    private static String withoutIndent(MatchResult block) {
        return block.group(3)
                .lines()
                .map(line -> line.startsWith(block.group(1))
                        ? line.substring(block.group(1).length())
                        : line)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private static String withoutBlocks(Path page) {
        return BLOCK.matcher(Pages.text(page)).replaceAll("");
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(withoutBlocks(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, DocsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
