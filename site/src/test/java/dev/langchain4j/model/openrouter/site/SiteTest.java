package dev.langchain4j.model.openrouter.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String HOME = "https://git.example.org/project";
    private static final Pattern LOADED =
            Pattern.compile("<(?:script|link|img|iframe|source)[^>]* (?:src|href)=\"([^\"]*)\"");

    @TempDir
    private static Path folder;

    @TempDir
    private Path small;

    @BeforeAll
    static void write() throws IOException {
        new Site(PROJECT, folder, HOME).write();
    }

    @Test
    void has_every_page_of_the_docs() throws IOException {
        try (Stream<Path> pages = Files.walk(PROJECT.resolve("docs"))) {
            assertThat(pages.filter(page -> page.toString().endsWith(".md")))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(folder.resolve(Page.target(PROJECT, page)))
                            .isRegularFile());
        }
        assertThat(folder.resolve("index.html")).content().contains("<h1 id=\"langchain4j-openrouter\">");
    }

    @Test
    void has_no_broken_link() throws IOException {
        assertThat(new LinkCheck(folder).broken()).isEmpty();
    }

    @Test
    void loads_nothing_from_elsewhere() throws IOException {
        for (Path page : pages()) {
            assertThat(LOADED.matcher(Files.readString(page)).results().map(found -> found.group(1)))
                    .as("%s", page)
                    .isNotEmpty()
                    .allSatisfy(address -> assertThat(address)
                            .satisfiesAnyOf(
                                    a -> assertThat(a).doesNotContain(":").doesNotStartWith("//"),
                                    a -> assertThat(a).isEqualTo("data:,")));
        }
        for (String asset : List.of("site.css", "site.js", "theme.js")) {
            assertThat(folder.resolve(asset)).content().doesNotContain("http", "@import", "url(");
        }
    }

    @Test
    void gives_every_picture_a_text_and_every_page_one_heading_and_one_main() throws IOException {
        for (Path page : pages()) {
            String html = Files.readString(page);
            assertThat(html)
                    .as("%s", page)
                    .doesNotContain("alt=\"\"")
                    .containsOnlyOnce("<h1 ")
                    .containsOnlyOnce("<main ");
            assertThat(Pattern.compile("<img ").matcher(html).results().count())
                    .isEqualTo(Pattern.compile("<img [^>]*alt=\"")
                            .matcher(html)
                            .results()
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":root {", ":root[data-theme=\"dark\"] {"})
    void has_enough_contrast(String theme) throws IOException {
        String css = Files.readString(folder.resolve("site.css"));
        String rule = css.substring(css.indexOf(theme), css.indexOf("}", css.indexOf(theme)));

        assertThat(List.of("ink", "soft", "link", "comment", "string", "keyword"))
                .allSatisfy(text -> assertThat(List.of("paper", "tint"))
                        .allSatisfy(ground -> assertThat(contrast(luminance(rule, text), luminance(rule, ground)))
                                .as(text + " on " + ground)
                                .isGreaterThanOrEqualTo(4.5)));
    }

    @Test
    void finds_sections_and_types() {
        assertThat(folder.resolve("search-index.js"))
                .content()
                .startsWith("window.searchIndex = [")
                .contains("[\"Cost and budgets\",\"A limit\",\"docs/cost-and-budgets.html#a-limit\",")
                .contains(
                        "[\"OpenRouterBudget\",\"API\",\"api/dev/langchain4j/model/openrouter/OpenRouterBudget.html\",\"\"]");
    }

    @Test
    void has_for_coding_assistants_what_llms_txt_links_to() throws IOException {
        assertThat(Pattern.compile("]\\(([^)]+)\\)")
                        .matcher(Files.readString(folder.resolve("llms.txt")))
                        .results()
                        .map(link -> link.group(1)))
                .hasSizeGreaterThan(40)
                .allSatisfy(link -> assertThat(folder.resolve(link)).isRegularFile());
    }

    @Test
    void links_names_of_types_to_their_javadoc() {
        assertThat(folder.resolve("docs/chat.html"))
                .content()
                .contains("<a class=\"api\" href=\"../api/dev/langchain4j/model/openrouter/OpenRouterChatModel.html\">"
                        + "<code>OpenRouterChatModel</code></a>");
    }

    @Test
    void links_source_files_to_the_repository() throws IOException {
        page("docs/a.md", "# A\n\n[source](../src/Main.java), [folder](../src)");
        Files.createDirectories(small.resolve("src"));
        Files.writeString(small.resolve("src/Main.java"), "");

        assertThat(html("docs/a.html"))
                .contains("href=\"" + HOME + "/blob/main/src/Main.java\"")
                .contains("href=\"" + HOME + "/tree/main/src\"");
    }

    @Test
    void escapes_code_and_colours_it() throws IOException {
        page("docs/a.md", "# A\n\n```java\nList<String> a = \"<b>\"; // & so on\n```\n\n```text\n<b>\n```");

        assertThat(html("docs/a.html"))
                .contains("List&lt;String&gt; a = <span class=\"string\">&quot;&lt;b&gt;&quot;</span>; "
                        + "<span class=\"comment\">// &amp; so on</span>\n")
                .contains("<code>&lt;b&gt;\n</code>");
    }

    @Test
    void numbers_headings_with_the_same_text() throws IOException {
        page("docs/a.md", "# A\n\n## Set `b`\n\n## Set b\n\n[second](#set-b-1)");

        assertThat(html("docs/a.html"))
                .contains("<h2 id=\"set-b\">", "<h2 id=\"set-b-1\">")
                .contains("<li><a href=\"#set-b\">Set b</a></li>");
        assertThat(new LinkCheck(small.resolve("out")).broken()).isEmpty();
    }

    @Test
    void reports_a_link_to_an_anchor_that_is_not_there() throws IOException {
        page("docs/a.md", "# A\n\n[elsewhere](a.md#nowhere)");

        html("docs/a.html");

        assertThat(new LinkCheck(small.resolve("out")).broken())
                .containsExactly("docs/a.html -> ../docs/a.html#nowhere");
    }

    @Test
    void refuses_a_link_to_a_file_that_is_not_there() throws IOException {
        page("docs/a.md", "# A\n\n[elsewhere](b.md)");

        assertThatThrownBy(() -> html("docs/a.html")).hasMessageContaining("b.md");
    }

    private static double contrast(double one, double other) {
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    /** As WCAG computes it. */
    private static double luminance(String rule, String name) {
        Matcher colour =
                Pattern.compile("--" + name + ": #(\\w\\w)(\\w\\w)(\\w\\w);").matcher(rule);
        assertThat(colour.find()).as(name).isTrue();
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double value = Integer.parseInt(colour.group(i + 1), 16) / 255.0;
            sum += weights[i] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private void page(String path, String markdown) throws IOException {
        Files.createDirectories(small.resolve(path).getParent());
        Files.writeString(small.resolve(path), markdown);
        Files.writeString(small.resolve("README.md"), "# Project");
        Files.writeString(small.resolve("docs/index.md"), "# Tasks");
        Files.writeString(small.resolve("llms.txt"), "## Start\n\n- [A](docs/a.md): a page\n");
    }

    private String html(String path) throws IOException {
        new Site(small, small.resolve("out"), HOME).write();
        return Files.readString(small.resolve("out").resolve(path));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }
}
