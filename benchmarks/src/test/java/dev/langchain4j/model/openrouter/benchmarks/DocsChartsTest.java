package dev.langchain4j.model.openrouter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/** The charts of the docs say what the tables say. {@code -Dupdate.readme=true} draws them anew. */
class DocsChartsTest {

    private static final Path DOCS = Path.of("../docs");

    private static MarkdownTables tables(String page) throws IOException {
        return new MarkdownTables(Files.readString(DOCS.resolve(page)));
    }

    @Test
    void the_chart_of_performance_is_that_of_its_tables() throws IOException {
        is("performance.svg", DocsCharts.performance(tables("performance.md")));
    }

    @Test
    void the_chart_of_reranking_is_that_of_its_table() throws IOException {
        is("reranking.svg", DocsCharts.reranking(tables("evaluating-rerankers.md")));
    }

    private static void is(String file, String chart) throws IOException {
        Path path = DOCS.resolve("images").resolve(file);
        if (Boolean.getBoolean("update.readme")) {
            Files.writeString(path, chart);
        }
        assertThat(path).content().isEqualTo(chart);
    }

    @ParameterizedTest
    @CsvSource({"performance, performance", "reranking, evaluating-rerankers"})
    void a_chart_is_a_file_of_its_own_for_light_and_dark_and_its_page_shows_it(String name, String page)
            throws Exception {
        String chart = Files.readString(DOCS.resolve("images/" + name + ".svg"));

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(chart)))
                        .getDocumentElement()
                        .getAttribute("aria-label"))
                .contains("the table");
        assertThat(chart).contains("prefers-color-scheme: dark").doesNotContain("<script", "href");
        assertThat(DOCS.resolve(page + ".md")).content().contains("(images/" + name + ".svg)");
    }

    @Test
    void a_bar_is_the_ratio_of_two_figures_of_a_row() {
        String chart = DocsCharts.performance(new MarkdownTables("""
                | Scenario | ours | langchain4j-open-ai | openai-java |
                |---|---|---|---|
                | plain call, 60 tokens | **50.0** ±14% | 250 ±18% | 1,250 ±25% |
                | stream of 1,000 chunks, large writes (per chunk) | **1** | 2 | 3 |
                | 256 embeddings of 1,536, in the encoding each client asks for | **1** | 2 | 3 |

                | Figure | ours | langchain4j-open-ai | openai-java |
                |---|---|---|---|
                | cold start, ms | **500** ±10% | 750 | 1,000 |
                """));

        assertThat(chart).contains(">5.0 ×<", ">25 ×<", ">1.5 ×<", ">2.0 ×<");
    }

    @Test
    void a_row_that_is_gone_is_named() {
        assertThatThrownBy(() -> DocsCharts.performance(new MarkdownTables("| Scenario | ours |\n|---|---|\n")))
                .hasMessageContaining("plain call, 60 tokens");
    }
}
