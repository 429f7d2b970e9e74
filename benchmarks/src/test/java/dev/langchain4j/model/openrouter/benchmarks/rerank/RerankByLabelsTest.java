package dev.langchain4j.model.openrouter.benchmarks.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerankByLabelsTest {

    @TempDir
    private Path folder;

    @Test
    void a_judge_that_sees_the_labels_gives_the_best_possible_order_of_cranfields_passages() throws IOException {
        write("cran.qry", ".I 001\n.W\nwing flow\n.I 004\n.W\nheat\n");
        write("cranqrel", "1 3 1\n1 1 4\n1 2 -1\n2 2 2\n2 4 5\n");
        write("cran.all.1400", """
                .I 1
                .T
                title of one
                .A
                author
                .W
                flow flow flow
                wing
                .I 2
                .W
                heat and flow
                .I 3
                .W
                the flow around a wing in a long text
                .I 4
                .W
                heat heat heat
                """);

        List<String> rows = rows(Strategy.AUTO, Strategy.LISTWISE_SLIDING);

        String best = row(rows, "best possible").substring(0, "| 1.0000 | 1.0000 |".length());
        assertThat(best).isEqualTo("| 1.0000 | 1.0000 |");
        assertThat(row(rows, "first stage")).doesNotStartWith(best);
        assertThat(row(rows, "| ideal | `AUTO`")).startsWith(best + " 1.0 | 1.0 |");
        assertThat(row(rows, "| ideal | `LISTWISE_SLIDING`")).startsWith(best);
        assertThat(row(rows, "| ideal | decision model")).startsWith(best + " 1.0 | 1.0 |");
        assertThat(rows).hasSize(2 + 3 * (2 + 1));
    }

    @Test
    void a_run_of_another_first_stage_is_reranked_where_there_is_one() throws IOException {
        write("queries.tsv", "q1\tcapital of France\nq2\tnot judged\n");
        write("passages.tsv", "a\tBread\nb\tParis is the capital\nc\tBerlin is a capital of Germany\n");
        write("qrels.txt", "q1 0 b 3\nq1 0 c 1\nq1 0 a -1\n");
        write("run.txt", "q1 Q0 a 1 9.0 x\nq1 Q0 gone 2 8.0 x\nq1 Q0 c 4 7.0 x\nq1 Q0 b 3 6.0 x\n");

        List<String> rows = rows(Strategy.GRADED);

        assertThat(row(rows, "first stage")).startsWith("| 0.6590 | 0.5000 |");
        assertThat(row(rows, "| ideal | `GRADED`")).startsWith("| 1.0000 | 1.0000 | 1.0 | 1.0 |");
    }

    @Test
    void a_hundred_passages_that_share_a_word_with_the_query_are_found_without_a_run() throws IOException {
        write("queries.tsv", "q1\tword\n");
        write(
                "passages.tsv",
                String.join(
                        "\n",
                        IntStream.range(0, 150)
                                .mapToObj(i -> "p" + i + "\tword " + "other ".repeat(i))
                                .toList()));
        write("qrels.txt", "q1 0 p50 3\nq1 0 p149 1\n");

        List<String> rows = rows(Strategy.AUTO);

        assertThat(row(rows, "| ideal | `AUTO`")).contains("| 6.0 | 2.0 |");
        assertThat(row(rows, "| ideal | decision model")).startsWith("| 0.8262 | 1.0000 | 5.0 | 5.0 |");
        assertThat(row(rows, "best possible")).startsWith("| 0.8262 | 1.0000 |");
    }

    @Test
    void a_folder_without_labels_is_refused() {
        assertThatThrownBy(() -> rows(Strategy.AUTO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("qrels.txt");
        assertThatThrownBy(() -> RerankByLabels.main(new String[] {"${labels}"}))
                .hasMessageContaining("-Dlabels");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private List<String> rows(Strategy... strategies) throws IOException {
        var out = new ByteArrayOutputStream();
        RerankByLabels.run(folder, List.of(strategies), new PrintStream(out, true, StandardCharsets.UTF_8));
        return Arrays.stream(out.toString(StandardCharsets.UTF_8).split("\\R"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| judge"))
                .toList();
    }

    /** What follows the row's name: the figures. */
    private static String row(List<String> rows, String name) {
        String row =
                rows.stream().filter(line -> line.contains(name)).findFirst().orElseThrow();
        return row.substring(row.indexOf(name) + name.length()).strip();
    }
}
